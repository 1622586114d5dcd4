import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Sheet } from '../schema/Sheet.ts'

export interface CellWrite {
  row: string
  ordinal: number
  value: CellValue
  /** What the cell held before; null for a new row. */
  before?: CellValue
}

/** From this many cells of the same fields on, one packed entry is smaller and faster than an entry per cell. */
const PACK_FROM_CELLS = 8

/** Rows of one packed entry; far below what one message may carry. */
const MAX_PATCH_ROWS = 10_000

/**
 * Writes cells in one transaction with the given origin: few cells into the cells layer, rectangles as one packed entry.
 * Cells that do not form one rectangle are split by the set of fields that a row has. A cell given twice keeps the later
 * value. Complexity: the number of cells.
 */
export function writeCells(sheet: Sheet, writes: readonly CellWrite[], origin: unknown): void {
  const byRow = new Map<string, Map<number, CellValue>>()
  for (const { row, ordinal, value } of writes) {
    let cells = byRow.get(row)
    if (cells === undefined) {
      cells = new Map()
      byRow.set(row, cells)
    }
    cells.set(ordinal, value)
  }
  const rectangles = new Map<string, string[]>()
  for (const [row, cells] of byRow) {
    const fields = [...cells.keys()].sort((a, b) => a - b).join(' ')
    const rows = rectangles.get(fields)
    if (rows === undefined) {
      rectangles.set(fields, [row])
    } else {
      rows.push(row)
    }
  }
  sheet.doc.transact(() => {
    for (const [fields, rows] of rectangles) {
      writeRectangle(sheet, rows, fields.split(' ').map(Number), byRow)
    }
  }, origin)
}

function writeRectangle(
  sheet: Sheet,
  rows: readonly string[],
  ordinals: readonly number[],
  values: ReadonlyMap<string, ReadonlyMap<number, CellValue>>,
): void {
  const valueOf = (row: string, ordinal: number): CellValue => values.get(row)?.get(ordinal) ?? null
  if (rows.length * ordinals.length < PACK_FROM_CELLS) {
    for (const row of rows) {
      for (const ordinal of ordinals) {
        sheet.set(row, ordinal, valueOf(row, ordinal))
      }
    }
    return
  }
  for (let start = 0; start < rows.length; start += MAX_PATCH_ROWS) {
    const part = rows.slice(start, start + MAX_PATCH_ROWS)
    sheet.write(part, ordinals, (row, column) => valueOf(part[row] ?? '', ordinals[column] ?? -1))
  }
}
