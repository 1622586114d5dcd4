import { type CellValue, isSameValue } from '#shared/cells/cellValue.ts'
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { PastePlan } from './pasteBlock.ts'

/** One cell of a paste that waits. */
export interface ReviewedCell {
  kind: 'rejected' | 'changed' | 'added'
  write: CellWrite
  /** As the sheet numbers its rows, from 1. */
  rowNumber: number
  /** Of a row that the paste adds. */
  isNewRow: boolean
  before: CellValue
  /** Of a rejected cell: the unit that does not become the field's. */
  otherUnit: string | null
}

/** What a paste would do to the sheet. */
export interface PasteReview {
  plan: PastePlan
  /** Cells of added rows that get a value, and it fits. */
  added: number
  /** Cells of rows that are there: they would hold another value, and it fits. */
  changed: number
  /** Cells of rows that are there and hold the value already. */
  unchanged: number
  /** Cells with a value that would get another one, fitting or not. */
  overwritten: number
  rejected: number
  /** The first of them: rejected ones first, then changed ones, then those of added rows. */
  cells: readonly ReviewedCell[]
}

/** So many cells are listed; the others are counted. */
const LISTED = 200
const CELLS_PER_STEP = 2000
const LARGE_CELLS = 500
const MANY_OVERWRITTEN = 200

/**
 * Compares a paste with what the sheet holds, in steps of some milliseconds. `rowAt`: the row at a position. Complexity: the
 * number of cells.
 */
export function* reviewPaste(
  plan: PastePlan,
  before: (row: string, ordinal: number) => CellValue,
  rowAt: (index: number) => string | null,
): Generator<void, PasteReview> {
  const added = new Set(plan.newRows)
  const firstAdded = plan.rect.r1 + 1 - plan.newRows.length
  const numbers = new Map(plan.newRows.map((row, i) => [row, firstAdded + i + 1]))
  for (let r = plan.rect.r0; r < firstAdded; r++) {
    numbers.set(rowAt(r) ?? '', r + 1)
  }
  const problems = new Map(plan.rejected.map((cell) => [cell.write, cell]))
  const counts = { added: 0, changed: 0, unchanged: 0, overwritten: 0 }
  const cells: Record<ReviewedCell['kind'], ReviewedCell[]> = { rejected: [], changed: [], added: [] }
  const list = (kind: ReviewedCell['kind'], write: CellWrite, old: CellValue): void => {
    if (cells[kind].length < LISTED) {
      cells[kind].push({
        kind,
        write,
        rowNumber: numbers.get(write.row) ?? 0,
        isNewRow: added.has(write.row),
        before: old,
        otherUnit: problems.get(write)?.otherUnit ?? null,
      })
    }
  }
  for (const [i, write] of plan.writes.entries()) {
    if (i % CELLS_PER_STEP === 0) {
      yield
    }
    const isNew = added.has(write.row)
    const old = isNew ? null : before(write.row, write.ordinal)
    const isSame = isSameValue(old, write.value)
    counts.overwritten += isSame || old === null || old === '' ? 0 : 1
    if (problems.has(write)) {
      list('rejected', write, old)
    } else if (isNew) {
      if (write.value !== null) {
        counts.added++
        list('added', write, old)
      }
    } else if (isSame) {
      counts.unchanged++
    } else {
      counts.changed++
      list('changed', write, old)
    }
  }
  return {
    plan,
    ...counts,
    rejected: plan.rejected.length,
    cells: [...cells.rejected, ...cells.changed, ...cells.added].slice(0, LISTED),
  }
}

/** Whether a paste is so large, or would lose so much, that the person is to see it before. */
export function needsReview({ plan, overwritten, rejected }: PasteReview): boolean {
  const covered = plan.pasted + plan.computedSkipped + plan.readOnlySkipped
  // one wrong cell alone is seen at once, and taken back at once
  const isMostlyWrong = rejected > plan.pasted - rejected && plan.pasted > 1
  const isLossy = isMostlyWrong || overwritten > MANY_OVERWRITTEN
  return plan.pasted > 0 && (covered > LARGE_CELLS || isLossy)
}
