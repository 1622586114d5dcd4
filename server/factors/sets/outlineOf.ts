import type { SheetOutline } from '#shared/api/factorSets.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'

const MOST_SHEETS = 60
const HEAD_ROWS = 15
const HEAD_COLUMNS = 40
const LONGEST_TEXT = 80

/** The beginning of each sheet, as much as a page shows. */
export function outlineOf({ sheets }: Spreadsheet): SheetOutline[] {
  return sheets.slice(0, MOST_SHEETS).map(({ name, rows }) => ({
    name,
    rows: rows.length,
    columns: rows.reduce((most, row) => Math.max(most, row.length), 0),
    head: rows
      .slice(0, HEAD_ROWS)
      .map((row) =>
        row.slice(0, HEAD_COLUMNS).map((cell) => (typeof cell === 'string' ? cell.slice(0, LONGEST_TEXT) : cell)),
      ),
  }))
}
