import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { paintChips } from './paintChips.ts'

/** What is drawn of one cell. */
export interface PaintedCell {
  field: Field
  value: CellValue
  /** The value as text. */
  text: string
  /** Of the column. */
  widthPx: number
}

/** Draws into the element of a cell, in place of what was drawn there before. */
export type CellPaint = (element: HTMLElement, cell: PaintedCell) => void

/** How cells of a field are drawn that are more than their text; null: they are not. */
export function cellPaint({ type }: Field): CellPaint | null {
  switch (type) {
    case 'boolean':
      return paintMark
    case 'options':
      return paintChips
    case 'long_text':
      return paintLines
    default:
      return null
  }
}

/** The class of such cells. */
export const paintClass = ({ type }: Field): string[] =>
  type === 'boolean' ? ['c-bool'] : type === 'options' ? ['c-list'] : []

/**
 * A box with a check, an empty box for no, and for a cell without a value one that shows only where somebody is. It stays the
 * same element: a click whose press came before a change and whose release after it would be lost with the old one.
 */
const paintMark: CellPaint = (element, { value, text }) => {
  if (value !== null && typeof value !== 'boolean') {
    element.textContent = text
    return
  }
  const [kept, keptWord] = element.children
  const mark = kept instanceof HTMLElement && kept.className === 'c-mark' ? kept : document.createElement('span')
  const word = keptWord ?? document.createElement('span')
  mark.className = 'c-mark'
  mark.dataset['state'] = value === null ? 'none' : value ? 'yes' : 'no'
  word.className = 'c-word'
  word.textContent = text
  if (mark !== kept) {
    element.replaceChildren(mark, word)
  }
}

/** The first line; that there are more is told by the dots behind it. */
const paintLines: CellPaint = (element, { text }) => {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  const hasMore = lines.slice(first + 1).some((line) => line.trim() !== '')
  element.textContent = `${lines[first] ?? ''}${hasMore ? '\u00a0…' : ''}`
}
