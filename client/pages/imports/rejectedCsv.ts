import type { FileCell, FileColumn, ImportRowReply } from '#shared/api/imports.ts'
import { guardFormula } from '#shared/cells/guardFormula.ts'

const LINE_END = '\r\n'

/**
 * Rejected rows as CSV (RFC 4180) with the columns of the file that they are from, and behind them what is wrong with each. No
 * text begins a formula. `problemText`: all reasons of a row in one text.
 */
export function rejectedCsv(
  rows: readonly ImportRowReply[],
  columns: readonly Pick<FileColumn, 'column' | 'title'>[],
  { problems, problemText }: { problems: string; problemText: (row: ImportRowReply) => string },
): string {
  const lines = [
    [...columns.map(({ title }) => title ?? ''), problems],
    ...rows.map((row) => [
      ...columns.map(({ column }) => cellText(row.cells[String(column)] ?? null)),
      problemText(row),
    ]),
  ]
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join(LINE_END)}${LINE_END}`
}

/** What a cell of a file shows. */
export function cellText(cell: FileCell): string {
  if (cell === null) {
    return ''
  }
  if (typeof cell === 'boolean') {
    return cell ? 'TRUE' : 'FALSE'
  }
  return Array.isArray(cell) ? cell.join(', ') : String(cell)
}

function quoted(text: string): string {
  // a number may begin with its sign
  const safe = /^[+-]?[\d.,]+$/.test(text) ? text : guardFormula(text)
  return /["\r\n,]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
