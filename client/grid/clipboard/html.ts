import { parseDate, parseMonth } from '#shared/cells/parseDate.ts'
import { parseNumber } from '#shared/cells/parseNumber.ts'
import type { PastedBlock } from '../paste/PastedBlock.ts'
import { splitUnit } from '#shared/cells/splitUnit.ts'
import type { CopiedBlock } from './CopiedBlock.ts'

/** The HTML flavour of the clipboard: a table. Read from Excel, Google Sheets, LibreOffice, web pages and ourselves. */

const OWN_MARK = 'data-carbonsheet'
/** The id behind a name; for our own sheets only. */
const OWN_ID = 'data-carbonsheet-id'
const LINE_BREAK = '<br style="mso-data-placement:same-cell">'
const MAX_SPAN = 1000
const DAY_MS = 86_400_000
/** Day 0 of the serial dates of spreadsheets. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)

/** What a date may be followed by: `12:00`, `9:30:15 PM`. */
const TIME_OF_DAY = /[ T]\d{1,2}:\d\d(:\d\d)?( ?[ap]m)?$/i

/** What a cell shows, and its value when the source gave it exactly. */
interface ReadCell {
  text: string
  exact: string | null
  id?: string
}
const NOTHING: ReadCell = { text: '', exact: null }

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const SPECIAL = /[&<>"\n]/
/** Most texts have nothing special: they are looked at once and left alone. */
const escape = (text: string): string =>
  SPECIAL.test(text)
    ? text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character).replaceAll('\n', LINE_BREAK)
    : text

/** A table in parts: this, rows, and `HTML_END`. `rtl` keeps the order of columns for spreadsheets that honour it. */
export const htmlStart = (rtl: boolean): string =>
  `<meta charset="utf-8"><table ${OWN_MARK}=""${rtl ? ' dir="rtl"' : ''}><tbody>`

export const HTML_END = '</tbody></table>'

/** With one line break element per line break. */
export function htmlRows({ texts, ids }: { texts: readonly (readonly string[])[]; ids: CopiedBlock['ids'] }): string {
  let html = ''
  texts.forEach((row, r) => {
    const own = ids[r]
    html += '<tr>'
    row.forEach((text, c) => {
      const id = own?.[c] ?? null
      html += id === null ? `<td>${escape(text)}</td>` : `<td ${OWN_ID}="${escape(id)}">${escape(text)}</td>`
    })
    html += '</tr>'
  })
  return html
}

/** The cells of the first table, merged cells spread out (their text at the top start); null when there is no table. */
export function parseHtml(html: string): PastedBlock | null {
  if (!/<table/i.test(html)) {
    return null
  }
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  if (table === null) {
    return null
  }
  const own = table.hasAttribute(OWN_MARK)
  const grid: ReadCell[][] = []
  const visible = [...table.rows].filter((row) => !/display\s*:\s*none/i.test(row.getAttribute('style') ?? ''))
  for (const [r, tr] of visible.entries()) {
    grid[r] ??= []
    let c = 0
    for (const cell of tr.cells) {
      while (grid[r]?.[c] !== undefined) {
        c++
      }
      const rowSpan = Math.min(cell.rowSpan || 1, MAX_SPAN, visible.length - r)
      const colSpan = Math.min(cell.colSpan || 1, MAX_SPAN)
      const copied = own ? ownCell(cell) : foreignCell(cell)
      for (let y = 0; y < rowSpan; y++) {
        const target = (grid[r + y] ??= [])
        for (let x = 0; x < colSpan; x++) {
          target[c + x] = x === 0 && y === 0 ? copied : NOTHING
        }
      }
      c += colSpan
    }
  }
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0)
  if (width === 0) {
    return null
  }
  const cells = grid.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? NOTHING))
  return {
    texts: cells.map((row) => row.map(({ text }) => text)),
    exact: cells.map((row) => row.map(({ exact }) => exact)),
    ...(cells.some((row) => row.some(({ id }) => id !== undefined)) && {
      ids: cells.map((row) => row.map(({ id }) => id ?? null)),
    }),
  }
}

/** We write values, never what a cell shows. */
function ownCell(cell: Element): ReadCell {
  const text = [...cell.childNodes].map((node) => (node.nodeName === 'BR' ? '\n' : (node.textContent ?? ''))).join('')
  const id = cell.getAttribute(OWN_ID)
  return { text, exact: text, ...(id !== null && { id }) }
}

function foreignCell(cell: Element): ReadCell {
  const shown = shownText(cell)
  const value = sheetsValue(cell) ?? excelNumber(cell) ?? calcValue(cell)
  if (typeof value !== 'number') {
    return { text: value ?? shown, exact: null }
  }
  const date = exactDate(value, shown)
  if (date !== null || isDated(shown)) {
    return { text: shown, exact: date }
  }
  // A number format may add the unit, and without it 1.2 MWh would be read as 1.2 of whatever the column is in.
  const unit = splitUnit(shown)?.unitText ?? '%'
  const text = unit === '%' ? String(value) : `${value} ${unit}`
  return { text, exact: text }
}

/** Excel keeps a number beside the shown one where the two differ. */
function excelNumber(cell: Element): number | null {
  const text = cell.getAttribute('x:num')?.trim() ?? ''
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null
}

/** LibreOffice keeps the number and its format, which ends in the word BOOLEAN for yes and no. */
function calcValue(cell: Element): string | number | null {
  const text = cell.getAttribute('sdval')?.trim() ?? ''
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) {
    return null
  }
  return (cell.getAttribute('sdnum') ?? '').endsWith(';BOOLEAN') ? (number === 0 ? 'FALSE' : 'TRUE') : number
}

/** Whether a number is shown as a date, a month or a time. 1.2025 could be a month, but it is a number that looks like one. */
const isDated = (shown: string): boolean =>
  parseNumber(shown) === null &&
  (parseMonth(shown) !== null || parseDate(shown, 'month-first') !== null || /\d:\d/.test(shown))

/** The day of a serial number, when it is the day that is shown: the day 0 of old Mac workbooks is another one. */
function exactDate(serial: number, shown: string): string | null {
  const time = SERIAL_EPOCH_MS + Math.floor(serial) * DAY_MS
  const date = serial >= 1 && time < Date.UTC(10_000, 0, 1) ? new Date(time).toISOString().slice(0, 10) : null
  const day = shown.replace(TIME_OF_DAY, '')
  const readings = [parseDate(day, 'day-first'), parseDate(day, 'month-first')]
  return date !== null && (readings.includes(date) || parseMonth(day) === date.slice(0, 7)) ? date : null
}

/** As a browser shows it: runs of white space are one space, `<br>` and blocks start a line. */
function shownText(cell: Element): string {
  const copy = cell.cloneNode(true)
  if (!(copy instanceof Element)) {
    return ''
  }
  const source = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT)
  for (let node = source.nextNode(); node !== null; node = source.nextNode()) {
    node.nodeValue = (node.nodeValue ?? '').replace(/[ \t\r\n\f]+/g, ' ')
  }
  for (const br of copy.querySelectorAll('br')) {
    br.replaceWith('\n')
  }
  for (const block of copy.querySelectorAll('p,div,li')) {
    block.after('\n')
  }
  return (copy.textContent ?? '')
    .replaceAll('\u00a0', ' ')
    .replace(/ *\n */g, '\n')
    .trim()
}

/** Google Sheets keeps the value beside the shown text; dates and times are numbers there. */
function sheetsValue(cell: Element): string | number | null {
  const json = cell.getAttribute('data-sheets-value')
  if (json === null) {
    return null
  }
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null) {
      return null
    }
    const [text, number, truth] = [Reflect.get(value, '2'), Reflect.get(value, '3'), Reflect.get(value, '4')]
    if (typeof text === 'string') {
      return text
    }
    if (typeof number === 'number') {
      return number
    }
    return truth === undefined ? null : truth === 1 || truth === true ? 'TRUE' : 'FALSE'
  } catch {
    return null // not JSON: a page that only looks like Google Sheets; the shown text is used
  }
}
