import { NOT_COMPUTED, type ReadCell } from './Spreadsheet.ts'

/** What a cell says where a number belongs; `blank` is unknown and never zero. */
export type CellNumber =
  | { kind: 'number'; value: number }
  | { kind: 'blank' | 'percent' | 'ambiguous' | 'text' | 'not-computed' }

/** Signs that authors write where they have no number. */
const NOTHING = new Set(['', '-', '–', '—', 'n/a', 'na', '#n/a', 'n.a.', '..', '...'])
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** With a comma before the decimals; three digits after 1 to 3 others may also be thousands. */
const DECIMAL_COMMA = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i
const MAYBE_THOUSANDS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/
const GROUPED = /^[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})+([.,]\d+)?$/
const GROUPED_BY_COMMA = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/
const GROUPED_BY_POINT = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/

/**
 * Reads a number as files write it. Nothing is guessed: "1,234" may be one and a bit or more than a thousand, so it is neither.
 */
export function numberInCell(cell: ReadCell | undefined): CellNumber {
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? { kind: 'number', value: cell } : { kind: 'text' }
  }
  if (cell === null || cell === undefined) {
    return { kind: 'blank' }
  }
  const text = String(cell).trim().replace('\u2212', '-')
  if (text === NOT_COMPUTED) {
    return { kind: 'not-computed' }
  }
  if (NOTHING.has(text.toLowerCase())) {
    return { kind: 'blank' }
  }
  if (text.endsWith('%')) {
    return { kind: 'percent' }
  }
  if (MAYBE_THOUSANDS.test(text) && text.includes(',')) {
    return { kind: 'ambiguous' }
  }
  const plain = asPlain(text)
  const value = plain === null ? Number.NaN : Number(plain)
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'text' }
}

function asPlain(text: string): string | null {
  if (PLAIN.test(text)) {
    return text
  }
  if (GROUPED_BY_COMMA.test(text)) {
    return text.replaceAll(',', '')
  }
  if (GROUPED_BY_POINT.test(text)) {
    return text.replaceAll('.', '').replace(',', '.')
  }
  if (GROUPED.test(text)) {
    return text.replaceAll(/[ \u00a0\u202f'’]/g, '').replace(',', '.')
  }
  return DECIMAL_COMMA.test(text) ? text.replace(',', '.') : null
}
