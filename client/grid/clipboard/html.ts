import { parseDate, parseMonth } from '#shared/cells/parseDate.ts'

/** The HTML flavour of the clipboard: a table. Read from Excel, Google Sheets, LibreOffice, web pages and ourselves. */

const OWN_MARK = 'data-carbonsheet'
const LINE_BREAK = '<br style="mso-data-placement:same-cell">'
const MAX_SPAN = 1000

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)

/** A table with one line break element per line break; `rtl` keeps the order of columns for spreadsheets that honour it. */
export function toHtml(rows: readonly (readonly string[])[], rtl: boolean): string {
  const body = rows.map(
    (row) => `<tr>${row.map((text) => `<td>${escape(text).replaceAll('\n', LINE_BREAK)}</td>`).join('')}</tr>`,
  )
  return `<meta charset="utf-8"><table ${OWN_MARK}=""${rtl ? ' dir="rtl"' : ''}><tbody>${body.join('')}</tbody></table>`
}

/** The cells of the first table, merged cells spread out (their text at the top start); null when there is no table. */
export function parseHtml(html: string): string[][] | null {
  if (!/<table/i.test(html)) {
    return null
  }
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  if (table === null) {
    return null
  }
  const own = table.hasAttribute(OWN_MARK)
  const grid: string[][] = []
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
      const text = own ? exactText(cell) : cellText(cell)
      for (let y = 0; y < rowSpan; y++) {
        const target = (grid[r + y] ??= [])
        for (let x = 0; x < colSpan; x++) {
          target[c + x] = x === 0 && y === 0 ? text : ''
        }
      }
      c += colSpan
    }
  }
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0)
  return width === 0 ? null : grid.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ''))
}

function exactText(cell: Element): string {
  return [...cell.childNodes].map((node) => (node.nodeName === 'BR' ? '\n' : (node.textContent ?? ''))).join('')
}

function cellText(cell: Element): string {
  const shown = shownText(cell)
  return sheetsValue(cell, shown) ?? (cell.getAttribute('x:num') || null) ?? shown
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

/** Google Sheets keeps the value beside the shown text. Dates are serial numbers there, so the shown text is better. */
function sheetsValue(cell: Element, shown: string): string | null {
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
      const isDate = parseDate(shown) !== null || parseMonth(shown) !== null || /\d:\d/.test(shown)
      return isDate ? shown : String(number)
    }
    return truth === undefined ? null : truth === 1 || truth === true ? 'TRUE' : 'FALSE'
  } catch {
    return null // not JSON: a page that only looks like Google Sheets; the shown text is used
  }
}
