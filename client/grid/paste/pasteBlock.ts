import { coerceCell } from '#shared/cells/coerceCell.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { Rect } from './Selection.ts'

/** Where a block lands. */
export interface PasteTarget {
  /** The selected rectangle. */
  rect: Rect
  /** Ids of the rows on display, top to bottom. */
  rowAt: (index: number) => string | null
  rowCount: number
  /** Fields on display, in reading order. */
  columns: readonly Field[]
  isWritable: (field: Field) => boolean
  /** Whether rows may be added behind the last one. */
  mayAddRows: boolean
  newRowIds: (count: number) => string[]
  /** Values that every added row gets, for example of the filter that it must pass. */
  newRowValues: readonly Omit<CellWrite, 'row'>[]
}

/** What a paste will write, and what to say about it. */
export interface PastePlan {
  writes: CellWrite[]
  newRows: string[]
  /** The rectangle that the block covers afterwards. */
  rect: Rect
  /** Cells written. */
  pasted: number
  /** Of these, cells that show an error. */
  errors: number
  computedSkipped: number
  readOnlySkipped: number
  columnsCut: number
  rowsCut: number
}

/**
 * Lays a block of text over the sheet: over the whole selection when that is a whole multiple of the block, else once from
 * its top start. Complexity: the number of cells.
 */
export function pasteBlock(block: readonly (readonly string[])[], target: PasteTarget): PastePlan {
  const height = block.length
  const width = block[0]?.length ?? 0
  const { rect } = target
  const [selectedRows, selectedColumns] = [rect.r1 - rect.r0 + 1, rect.c1 - rect.c0 + 1]
  const tiles = selectedRows % height === 0 && selectedColumns % width === 0
  const wantedRows = tiles ? selectedRows : height
  const wantedColumns = tiles ? selectedColumns : width
  const columns = Math.min(wantedColumns, target.columns.length - rect.c0)
  const missingRows = Math.max(0, rect.r0 + wantedRows - target.rowCount)
  const newRows = target.mayAddRows ? target.newRowIds(missingRows) : []
  const rows = wantedRows - (missingRows - newRows.length)
  const plan: PastePlan = {
    writes: newRows.flatMap((row) => target.newRowValues.map((write) => ({ ...write, row }))),
    newRows,
    rect: { r0: rect.r0, r1: rect.r0 + rows - 1, c0: rect.c0, c1: rect.c0 + columns - 1 },
    pasted: 0,
    errors: 0,
    computedSkipped: 0,
    readOnlySkipped: 0,
    columnsCut: wantedColumns - columns,
    rowsCut: wantedRows - rows,
  }
  for (let c = 0; c < columns; c++) {
    const field = target.columns[rect.c0 + c]
    if (field === undefined) {
      continue
    }
    if (field.type === 'formula') {
      plan.computedSkipped += rows
      continue
    }
    if (!target.isWritable(field)) {
      plan.readOnlySkipped += rows
      continue
    }
    for (let r = 0; r < rows; r++) {
      const index = rect.r0 + r
      const row = index < target.rowCount ? target.rowAt(index) : newRows[index - target.rowCount]
      if (row !== null && row !== undefined) {
        const value: CellValue = coerceCell(field, block[r % height]?.[c % width] ?? '')
        plan.writes.push({ row, ordinal: field.ordinal, value })
        plan.pasted++
        plan.errors += cellProblem(field, value) === null ? 0 : 1
      }
    }
  }
  return plan
}
