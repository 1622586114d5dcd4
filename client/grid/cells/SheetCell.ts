import type { Column, ICellRendererComp, ICellRendererParams } from 'ag-grid-community'
import { isCellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { initials } from '#client/components/initials.ts'
import type { GroupLabel } from '../groups/groupLabel.ts'
import { isSummary } from '../summaries/summaryRow.ts'
import type { SummaryText } from '../summaries/summaryText.ts'
import { cellPaint } from './cellPaint.ts'
import { CellSigns, type CellDescription } from './CellSigns.ts'

export interface SheetCellParams {
  field: Field
  /** Marks and access of a cell. */
  describe: (row: string) => CellDescription
  /** Quieter texts under the first one; only the first of them is cut when there is no room. */
  below: ((row: string) => readonly string[]) | null
  /** Whose initials stand before the text; null: nobody's. */
  person: ((row: string) => { id: string; name: string } | null) | null
  /** What the totals (null), or the head of a group by its id, tell here. */
  summary: (group: string | null) => SummaryText | null
  /** What the head of a group says; null for every other row. */
  group: (row: string) => GroupLabel | null
  /** How wide the label of a group may be that stands in this column, in pixels; null: it stands in another one. */
  labelRoom: (group: string) => number | null
}

/** The text of a cell, with the ARIA attributes that AG Grid has no option for. No React: it is created by the hundred. */
export class SheetCell implements ICellRendererComp {
  readonly #element = document.createElement('span')
  #params: (ICellRendererParams & SheetCellParams) | null = null
  #column: Column | null = null
  #signs: CellSigns | null = null

  init(params: ICellRendererParams & SheetCellParams): void {
    if (params.field.type === 'options') {
      this.#column = params.column ?? null
      this.#column?.addEventListener('widthChanged', this.#fit)
    }
    this.refresh(params)
  }

  destroy(): void {
    this.#column?.removeEventListener('widthChanged', this.#fit)
    this.#signs?.clear()
  }

  getGui(): HTMLElement {
    return this.#element
  }

  refresh(params: ICellRendererParams & SheetCellParams): boolean {
    const text =
      params.valueFormatted ?? (params.value === null || params.value === undefined ? '' : String(params.value))
    this.#params = params
    if (isSummary(params.node)) {
      this.#summarize(params, text)
      return true
    }
    const person = params.person?.(params.node.id ?? '') ?? null
    const paint = cellPaint(params.field)
    if (person !== null) {
      this.#element.className = 'person'
      this.#element.replaceChildren(avatarElement(person), textElement('bdi', text))
    } else if (paint !== null) {
      const value = isCellValue(params.value) ? params.value : null
      paint(this.#element, { field: params.field, value, text, widthPx: params.column?.getActualWidth() ?? 0 })
    } else if (params.below === null) {
      this.#element.className = ''
      this.#element.textContent = text
    } else {
      this.#element.className = 'key'
      this.#element.replaceChildren(
        textElement('bdi', text),
        ...params.below(params.node.id ?? '').map((more) => textElement('span', more)),
      )
    }
    this.describe()
    return true
  }

  /** Another cell can change what is said of this one. */
  describe(): void {
    const params = this.#params
    if (params !== null && !isSummary(params.node)) {
      this.#signs ??= new CellSigns(params.eGridCell)
      this.#signs.show(params.describe(params.node.id ?? ''), this.#element)
    }
  }

  readonly #fit = (): void => {
    if (this.#params !== null) {
      this.refresh(this.#params)
    }
  }

  #summarize(params: ICellRendererParams & SheetCellParams, text: string): void {
    const id = params.node.id ?? ''
    const group = params.group(id)
    const summary = params.summary(group === null ? null : id)
    const room = group === null ? null : params.labelRoom(id)
    const isLabelled = group !== null && room !== null
    params.eGridCell.classList.toggle('c-labelled', isLabelled)
    params.eGridCell.classList.toggle('c-gap', summary?.isGap === true)
    this.#element.className = isLabelled ? 'c-group' : ''
    this.#showSummary(summary, text)
    if (isLabelled) {
      this.#element.prepend(...groupElements(group))
      this.#element.style.setProperty('--level', String(group.level))
      this.#element.style.setProperty('--room', `${room}px`)
    }
    const label = group === null || isLabelled ? null : `${group.column}: ${group.value}, ${group.rows}`
    const description = [label, summary?.note ?? null].filter((part) => part !== null).join('. ')
    setAttribute(params.eGridCell, 'aria-expanded', group === null ? null : String(group.isOpen))
    setAttribute(params.eGridCell, 'aria-description', description === '' ? null : description)
  }

  #showSummary(summary: SummaryText | null, text: string): void {
    if (summary === null || summary.label === '') {
      this.#element.textContent = text
      return
    }
    const label = textElement('span', summary.label)
    label.className = 'c-measure'
    this.#element.replaceChildren(label, ' ', textElement('bdi', text))
  }
}

/** The arrow, the column, its value and how many rows there are. */
function groupElements({ column, value, rows, isOpen }: GroupLabel): HTMLElement[] {
  const arrow = document.createElement('span')
  arrow.className = 'group-arrow'
  arrow.dataset['open'] = String(isOpen)
  arrow.setAttribute('aria-hidden', 'true')
  const parts = [textElement('span', `${column}: `), textElement('bdi', value), textElement('span', rows)]
  parts.forEach((part, i) => (part.className = ['group-column', 'group-value', 'group-rows'][i] ?? ''))
  return [arrow, ...parts]
}

/** For the eyes: the name stands beside it. */
function avatarElement({ id, name }: { id: string; name: string }): HTMLElement {
  const element = textElement('span', initials(name))
  element.className = 'avatar avatar-cell'
  element.setAttribute('aria-hidden', 'true')
  element.style.setProperty('--peer', `var(--peer-${userColour(id)})`)
  return element
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
