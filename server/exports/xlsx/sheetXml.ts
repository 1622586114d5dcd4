/**
 * Cells of a worksheet (ECMA-376 Part 1, 18.3.1). Texts are inline strings and nothing is ever a formula: a spreadsheet shows
 * what is written and computes nothing.
 */

/** A cell of a workbook: a number, a text, yes or no, an ISO date in a column of dates, or nothing. */
export type XlsxCell = null | number | string | boolean

/** How a cell looks; indexes into `STYLES` of the workbook. */
export const PLAIN = 0
export const TITLE = 1
export const DATE = 2
/** Whatever is typed stays as it is: 007 is no 7, 2025-03 no day. */
export const TEXT = 3

const DAY_MS = 86_400_000
/** Days are counted from here. Excel holds 1900 for a leap year, so days before March of it have other numbers. */
const EPOCH = Date.UTC(1899, 11, 30)
const FIRST_DAY = '1900-03-01'
const ISO_DAY = /^\d{4}-\d\d-\d\d$/

/** What XML cannot hold is written as `_x0007_`, and what looks like that is marked (ECMA-376 Part 1, 22.9.2.19). */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const UNWRITABLE = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g
const MARKUP = /[&<>]/g
// oxlint-disable-next-line no-control-regex -- the same, asked for in one go
const NEEDS_CARE = /[&<>_\u0000-\u0008\u000B-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A text as XML holds it. */
export function xmlText(text: string): string {
  if (!NEEDS_CARE.test(text)) {
    return text
  }
  return text
    .toWellFormed()
    .replace(UNWRITABLE, (mark) => `_x${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (mark) => ENTITIES[mark] ?? mark)
}

/** The letters of a column; 0 is A. */
export function columnLetters(index: number): string {
  const letters = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letters : columnLetters(Math.floor(index / 26) - 1) + letters
}

/** Writes cells of one column; `isDate`: its ISO dates are days. `number` is that of the row, from 1. */
export function cellWriter(
  index: number,
  { isDate = false, style = PLAIN } = {},
): (cell: XlsxCell, number: number) => string {
  const letters = columnLetters(index)
  const look = style === PLAIN ? '' : ` s="${style}"`
  return (cell, number) => {
    switch (typeof cell) {
      case 'number':
        return `<c r="${letters}${number}"${look}><v>${cell}</v></c>`
      case 'boolean':
        return `<c r="${letters}${number}"${look} t="b"><v>${cell ? 1 : 0}</v></c>`
      case 'string': {
        const day = isDate ? dayNumber(cell) : null
        return day === null
          ? `<c r="${letters}${number}"${look} t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`
          : `<c r="${letters}${number}" s="${DATE}"><v>${day}</v></c>`
      }
      default:
        return ''
    }
  }
}

/** Null: it is no day, or one that Excel cannot count. */
export function dayNumber(text: string): number | null {
  if (!ISO_DAY.test(text) || text < FIRST_DAY) {
    return null
  }
  const day = (Date.parse(text) - EPOCH) / DAY_MS
  return Number.isInteger(day) ? day : null
}
