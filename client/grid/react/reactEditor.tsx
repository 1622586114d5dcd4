import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community'
import type { ComponentType } from 'react'
import { isCellValue, type CellValue } from '#shared/cells/cellValue.ts'
import { islandElement } from './islandElement.ts'
import type { Islands } from './Islands.tsx'

export interface EditorProps {
  /** What the cell holds, then what `onValueChange` was last told. */
  value: CellValue
  onValueChange: (value: CellValue) => void
  /** The key that opened the editor; null when none did. */
  eventKey: string | null
  /** The cell under it. */
  eGridCell: HTMLElement
}

/** The islands of the grid, beside the parameters of the component itself. */
interface IslandParams {
  islands: Islands
}

/**
 * An editor of the grid that is a component. Its parameters come from `cellEditorParams`. It is there, with the focus that it
 * takes in its first effect, before the key that opens it is through: the next key is its own.
 */
export const reactEditor = <Params extends object>(
  Component: ComponentType<EditorProps & Params>,
): new () => ICellEditorComp =>
  class implements ICellEditorComp {
    readonly #element = islandElement()
    #params: (ICellEditorParams & IslandParams & Params) | null = null
    #value: CellValue = null

    init(params: ICellEditorParams & IslandParams & Params): void {
      this.#params = params
      this.#value = isCellValue(params.value) ? params.value : null
    }

    getGui(): HTMLElement {
      return this.#element
    }

    afterGuiAttached(): void {
      this.#show('now')
    }

    getValue(): CellValue {
      return this.#value
    }

    destroy(): void {
      this.#params?.islands.remove(this.#element)
      this.#params = null
    }

    #show(when: 'soon' | 'now'): void {
      const params = this.#params
      if (params !== null) {
        const onValueChange = (value: CellValue): void => {
          this.#value = value
          this.#show('soon')
        }
        params.islands.show(
          this.#element,
          <Component {...params} value={this.#value} onValueChange={onValueChange} />,
          when,
        )
      }
    }
  }
