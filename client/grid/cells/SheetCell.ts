import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'

export interface SheetCellParams {
  /** Marks and access of a cell, for people who cannot see its colours. */
  describe: (row: string) => { problem: string | null; missing: boolean; readOnly: boolean; note: string | null }
  /** Quieter texts under the first one; only the first of them is cut when there is no room. */
  below: ((row: string) => readonly string[]) | null
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
    if (params.below === null || params.node.rowPinned) {
      this.#element.textContent = text
    } else {
      this.#element.className = 'key'
      this.#element.replaceChildren(
        textElement('bdi', text),
        ...params.below(params.node.id ?? '').map((more) => textElement('span', more)),
      )
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

function textElement(name: 'bdi' | 'span', text: string): HTMLElement {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

function setAttribute(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) {
    element.removeAttribute(name)
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value)
  }
}
