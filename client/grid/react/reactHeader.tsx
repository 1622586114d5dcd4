import type { Column, IHeaderComp, IHeaderParams } from 'ag-grid-community'
import type { ComponentType } from 'react'
import { islandElement } from './islandElement.ts'
import type { Islands } from './Islands.tsx'

export interface HeaderProps {
  displayName: string
  column: Column
  /** The header cell around it. */
  eGridHeader: HTMLElement
}

/** The islands of the grid, beside the parameters of the component itself. */
interface IslandParams {
  islands: Islands
}

/** A header of the grid that is a component. Its parameters come from `headerComponentParams`. */
export const reactHeader = <Params extends object>(
  Component: ComponentType<HeaderProps & Params>,
): new () => IHeaderComp =>
  class implements IHeaderComp {
    readonly #element = islandElement()
    #islands: Islands | null = null

    init(params: IHeaderParams & IslandParams & Params): void {
      this.#islands = params.islands
      this.refresh(params)
    }

    refresh(params: IHeaderParams & Params): boolean {
      this.#islands?.show(this.#element, <Component {...params} />)
      return true
    }

    getGui(): HTMLElement {
      return this.#element
    }

    destroy(): void {
      this.#islands?.remove(this.#element)
    }
  }
