import { atOnce } from '#collab/schema/inSlices.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { Field } from '#shared/fields/field.ts'
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { Rect } from '../Selection.ts'
import type { PastedBlock } from './PastedBlock.ts'
import type { ReadCell } from './readBlock.ts'

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

/** The rows that a block covers as they are now: others may add and move some while it is read. */
export function heldStill(block: PastedBlock, target: PasteTarget): PasteTarget {
  const { r0 } = target.rect
  const rows = Array.from({ length: extentOf(block, target).wantedRows }, (_, r) => target.rowAt(r0 + r))
  return { ...target, rowAt: (index) => rows[index - r0] ?? null }
}

/** A cell that would show an error. */
export interface RejectedCell {
  write: CellWrite
  field: Field
  /** The unit that was written and cannot become the field's; null: another reason. */
  otherUnit: string | null
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
  rejected: RejectedCell[]
  /** Of these, cells that were converted, by the unit that was written. */
  converted: { unit: string; cells: number }[]
  /** Cells with errors that were left out because the person asked for it. */
  errorsSkipped: number
  computedSkipped: number
  readOnlySkipped: number
  columnsCut: number
  rowsCut: number
}

/** How many rows and columns a block covers: the whole selection when that is a whole multiple of it, else its own size. */
interface Extent {
  wantedRows: number
  wantedColumns: number
  /** Of these, columns that are there. */
  columns: number
}

function extentOf({ texts }: PastedBlock, { rect, columns }: PasteTarget): Extent {
  const height = texts.length
  const width = texts[0]?.length ?? 0
  const [selectedRows, selectedColumns] = [rect.r1 - rect.r0 + 1, rect.c1 - rect.c0 + 1]
  const tiles = selectedRows % height === 0 && selectedColumns % width === 0
  const wantedColumns = tiles ? selectedColumns : width
  return {
    wantedRows: tiles ? selectedRows : height,
    wantedColumns,
    columns: Math.min(wantedColumns, columns.length - rect.c0),
  }
}

/** The fields that a block is pasted into, from its first column on; null for one that is not written. */
export function pastedFields(block: PastedBlock, target: PasteTarget): (Field | null)[] {
  const { columns } = extentOf(block, target)
  return target.columns
    .slice(target.rect.c0, target.rect.c0 + columns)
    .map((field) => (field.type === 'formula' || !target.isWritable(field) ? null : field))
}

/**
 * Lays a block over the sheet: over the whole selection when that is a whole multiple of the block, else once from its top
 * start. Complexity: the number of cells.
 */
export const pasteBlock = (block: PastedBlock, target: PasteTarget, read: ReadCell): PastePlan =>
  atOnce(pasteInSteps(block, target, read))

/** The same, a column a step, onto the rows as they are at the first one. */
export function* pasteInSteps(block: PastedBlock, target: PasteTarget, read: ReadCell): Generator<void, PastePlan> {
  const { wantedRows, wantedColumns, columns } = extentOf(block, target)
  const height = block.texts.length
  const { rect } = target
  const missingRows = Math.max(0, rect.r0 + wantedRows - target.rowCount)
  // where no cell may be written no row is added for nothing, and all of the block is skipped
  const isWritten = pastedFields(block, target).some((field) => field !== null)
  const newRows = target.mayAddRows && isWritten ? target.newRowIds(missingRows) : []
  const rows = wantedRows - (missingRows - newRows.length)
  const skipped = isWritten ? rows : wantedRows
  const ids = Array.from({ length: rows }, (_, r) => {
    const index = rect.r0 + r
    return index < target.rowCount ? target.rowAt(index) : (newRows[index - target.rowCount] ?? null)
  })
  const plan: PastePlan = {
    writes: newRows.flatMap((row) => target.newRowValues.map((write) => ({ ...write, row }))),
    newRows,
    rect: { r0: rect.r0, r1: rect.r0 + rows - 1, c0: rect.c0, c1: rect.c0 + columns - 1 },
    pasted: 0,
    rejected: [],
    converted: [],
    errorsSkipped: 0,
    computedSkipped: 0,
    readOnlySkipped: 0,
    columnsCut: wantedColumns - columns,
    rowsCut: wantedRows - skipped,
  }
  const converted = new Map<string, number>()
  for (const [c, field] of target.columns.slice(rect.c0, rect.c0 + columns).entries()) {
    if (field.type === 'formula') {
      plan.computedSkipped += skipped
      continue
    }
    if (!target.isWritable(field)) {
      plan.readOnlySkipped += skipped
      continue
    }
    yield
    for (const [r, row] of ids.entries()) {
      if (row !== null) {
        const { value, convertedFrom, otherUnit } = read(c, r % height)
        const write = { row, ordinal: field.ordinal, value }
        plan.writes.push(write)
        plan.pasted++
        if (convertedFrom !== null) {
          converted.set(convertedFrom, (converted.get(convertedFrom) ?? 0) + 1)
        }
        if (cellProblem(field, value) !== null) {
          plan.rejected.push({ write, field, otherUnit })
        }
      }
    }
  }
  plan.converted = Array.from(converted, ([unit, cells]) => ({ unit, cells }))
  return plan
}

/** The same paste without the cells that would show an error, and without added rows in which nothing is left. */
export function withoutRejected(plan: PastePlan): PastePlan {
  const rejected = new Set(plan.rejected.map(({ write }) => write))
  const writes = plan.writes.filter((write) => !rejected.has(write))
  const filled = new Set(writes.flatMap(({ row, value }) => (value === null ? [] : [row])))
  const newRows = plan.newRows.filter((row) => filled.has(row))
  const gone = new Set(plan.newRows.filter((row) => !filled.has(row)))
  const kept = writes.filter(({ row }) => !gone.has(row))
  return {
    ...plan,
    writes: kept,
    newRows,
    rect: { ...plan.rect, r1: plan.rect.r1 - gone.size },
    pasted: plan.pasted - (plan.writes.length - kept.length),
    rejected: [],
    errorsSkipped: rejected.size,
  }
}
