import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'
import type { CellState } from '../model/SheetModel.ts'

export interface SheetCellParams {
  /** Marks and access of a cell, for people who cannot see its colours. */
  describe: (row: string) => CellState & { readOnly: boolean; note: string | null }
  /** Second, quieter text behind the first one. */
  second: ((row: string) => string) | null
}

/** The text of a cell, with the ARIA attributes that AG Grid has no option for. No React: it is created by the hundred. */
export class SheetCell implements ICellRendererComp {
  readonly #element = document.createElement('span')

  init(params: ICellRendererParams & SheetCellParams): void {
    this.refresh(params)
  }

  getGui(): HTMLElement {
    return this.#element
  }

  refresh(params: ICellRendererParams & SheetCellParams): boolean {
    const text =
      params.valueFormatted ?? (params.value === null || params.value === undefined ? '' : String(params.value))
    if (params.second === null || params.node.rowPinned) {
      this.#element.textContent = text
    } else {
      const name = document.createElement('bdi')
      const more = document.createElement('span')
      name.textContent = text
      more.textContent = params.second(params.node.id ?? '')
      this.#element.className = 'key'
      this.#element.replaceChildren(name, more)
    }
    if (!params.node.rowPinned) {
      const { problem, missing, readOnly, note } = params.describe(params.node.id ?? '')
      setAttribute(params.eGridCell, 'aria-invalid', problem === null ? null : 'true')
      setAttribute(params.eGridCell, 'aria-required', missing ? 'true' : null)
      setAttribute(params.eGridCell, 'aria-readonly', readOnly ? 'true' : null)
      setAttribute(params.eGridCell, 'aria-description', problem ?? note)
    }
    return true
  }
}

function setAttribute(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) {
    element.removeAttribute(name)
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value)
  }
}
