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
  const columns = new Map<number, Map<string, CellValue>>()
  for (const { row, ordinal, value } of writes) {
    let column = columns.get(ordinal)
    if (column === undefined) {
      column = new Map()
      columns.set(ordinal, column)
    }
    column.set(row, value)
  }
  sheet.doc.transact(() => {
    for (const { rows, ordinals } of rectanglesOf(columns)) {
      writeRectangle(sheet, rows, ordinals, columns)
    }
  }, origin)
}

interface Rectangle {
  rows: readonly string[]
  /** Ascending. */
  ordinals: readonly number[]
}

/** Rows that have the same fields, together. Nearly always all of them have: then there is nothing to sort out. */
function rectanglesOf(columns: ReadonlyMap<number, ReadonlyMap<string, CellValue>>): Rectangle[] {
  const ordinals = [...columns.keys()].sort((a, b) => a - b)
  const all = [...columns.values()].map((column) => [...column.keys()])
  const [first = []] = all
  if (all.every((rows) => rows.length === first.length && rows.every((row, i) => row === first[i]))) {
    return [{ rows: first, ordinals }]
  }
  const rectangles = new Map<string, string[]>()
  for (const row of new Set(all.flat())) {
    const fields = ordinals.filter((ordinal) => columns.get(ordinal)?.has(row)).join(' ')
    const rows = rectangles.get(fields)
    if (rows === undefined) {
      rectangles.set(fields, [row])
    } else {
      rows.push(row)
    }
  }
  return Array.from(rectangles, ([fields, rows]) => ({ rows, ordinals: fields.split(' ').map(Number) }))
}

function writeRectangle(
  sheet: Sheet,
  rows: readonly string[],
  ordinals: readonly number[],
  values: ReadonlyMap<number, ReadonlyMap<string, CellValue>>,
): void {
  const columns = ordinals.map((ordinal) => values.get(ordinal))
  const valueOf = (row: string, column: number): CellValue => columns[column]?.get(row) ?? null
  if (rows.length * ordinals.length < PACK_FROM_CELLS) {
    for (const row of rows) {
      ordinals.forEach((ordinal, column) => sheet.set(row, ordinal, valueOf(row, column)))
    }
    return
  }
  for (let start = 0; start < rows.length; start += MAX_PATCH_ROWS) {
    const part = rows.slice(start, start + MAX_PATCH_ROWS)
    sheet.write(part, ordinals, (row, column) => valueOf(part[row] ?? '', column))
  }
}
