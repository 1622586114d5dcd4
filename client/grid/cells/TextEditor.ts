import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { typedKey } from './typedKey.ts'

export interface TextEditorParams {
  field: Field
}

/** A long text has room for a sentence, however narrow its column is. */
const LONG_PX = 280

/**
 * What is typed, over its cell, growing with it; in a text Alt+Enter starts a line, in a long one Shift+Enter, too. Typing replaces what was there,
 * F2 and a double click go on at its end. No React: it must be there within the key that opens it, or an input method
 * loses its first letter.
 */
export class TextEditor implements ICellEditorComp {
  readonly #element = document.createElement('textarea')

  init(params: ICellEditorParams & TextEditorParams): void {
    const { eventKey, eGridCell, field, value } = params
    const element = this.#element
    const typed = typedKey(eventKey)
    const isLong = field.type === 'long_text'
    element.className = field.type === 'number' ? 'text-editor c-num' : 'text-editor'
    element.inputMode = field.type === 'number' ? 'decimal' : 'text'
    element.rows = 1
    element.setAttribute('aria-label', field.name)
    element.dir = 'auto'
    element.style.minWidth = `${isLong ? Math.max(eGridCell.offsetWidth, LONG_PX) : eGridCell.offsetWidth}px`
    element.value =
      typed !== null ? typed : eventKey === 'Backspace' || eventKey === 'Delete' ? '' : rawCellText(field, value)
    element.addEventListener('keydown', (event) => {
      const isBreak = isLong ? event.altKey || event.shiftKey : event.altKey && field.type === 'text'
      if (event.key === 'Enter' && isBreak && !event.isComposing) {
        event.preventDefault()
        event.stopPropagation()
        element.setRangeText('\n', element.selectionStart, element.selectionEnd, 'end')
        element.dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
    element.addEventListener('input', () => this.#grow())
  }

  getGui(): HTMLElement {
    return this.#element
  }

  afterGuiAttached(): void {
    this.#element.focus({ preventScroll: true })
    this.#element.setSelectionRange(this.#element.value.length, this.#element.value.length)
    this.#grow()
  }

  getValue(): string {
    return this.#element.value
  }

  #grow(): void {
    this.#element.style.height = 'auto'
    this.#element.style.height = `${this.#element.scrollHeight + 4}px`
  }
}
