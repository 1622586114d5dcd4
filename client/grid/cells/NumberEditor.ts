import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { readTyped } from '../paste/readTyped.ts'
import { unitText } from '../unitText.ts'
import { TextEditor } from './TextEditor.ts'

export interface NumberEditorParams {
  field: Field
  /** A unit that is typed and cannot become the one of the column. */
  otherUnit: (typed: string, own: string) => string
}

/**
 * A number with the unit of its column behind it. "1.2 MWh" in a column of kWh is understood, and what it becomes is said
 * under the cell before it is written.
 */
export class NumberEditor implements ICellEditorComp {
  readonly #root = document.createElement('div')
  readonly #text = new TextEditor()
  readonly #hint = document.createElement('div')
  #params: NumberEditorParams | null = null

  init(params: ICellEditorParams & NumberEditorParams): void {
    this.#params = params
    this.#text.init(params)
    const input = this.#text.getGui()
    input.addEventListener('input', () => this.#say())
    const unit = document.createElement('bdi')
    unit.className = 'number-unit'
    unit.textContent = unitText(params.field.unit)
    // about as wide as it is drawn, so that the number ends in front of it
    input.style.paddingRight = `${unit.textContent.length * 6.5 + 14}px`
    this.#hint.className = 'number-hint'
    this.#hint.setAttribute('role', 'status')
    this.#root.className = 'number-editor'
    this.#root.append(input, unit, this.#hint)
  }

  getGui(): HTMLElement {
    return this.#root
  }

  afterGuiAttached(): void {
    this.#text.afterGuiAttached()
    this.#say()
  }

  getValue(): string {
    return this.#text.getValue()
  }

  #say(): void {
    this.#hint.textContent = this.#hintText()
  }

  #hintText(): string {
    const params = this.#params
    if (params === null) {
      return ''
    }
    const own = unitText(params.field.unit)
    const { value, convertedFrom, otherUnit } = readTyped(params.field, this.getValue())
    if (otherUnit !== null) {
      return params.otherUnit(unitText(otherUnit), own)
    }
    return convertedFrom !== null && typeof value === 'number' ? `\u2066= ${formatNumber(value)}\u00a0${own}\u2069` : ''
  }
}
