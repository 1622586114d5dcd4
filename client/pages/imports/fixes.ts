import type { FixImportRowsBody, ImportRowReply } from '#shared/api/imports.ts'
import { cellText } from './rejectedCsv.ts'

/** Cells of rejected rows that were changed and are not sent yet: texts by row and column of the file. */
export type Fixes = ReadonlyMap<number, Readonly<Record<number, string>>>

/** One more of them; a text as the file has it is none. */
export function withFix(fixes: Fixes, row: ImportRowReply, column: number, text: string): Fixes {
  const { [column]: _, ...others } = fixes.get(row.row) ?? {}
  const isSame = text === cellText(row.cells[String(column)] ?? null)
  const cells = isSame ? others : { ...others, [column]: text }
  const rest = new Map(fixes)
  if (Object.keys(cells).length === 0) {
    rest.delete(row.row)
  } else {
    rest.set(row.row, cells)
  }
  return rest
}

/** As they are sent: an empty text empties the cell. */
export const fixesBody = (fixes: Fixes): FixImportRowsBody => ({
  rows: Array.from(fixes, ([row, cells]) => ({
    row,
    cells: Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, text === '' ? null : text])),
  })),
})
