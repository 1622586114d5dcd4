import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Gesture as GestureTag } from '../protocol/gestures.ts'
import { DELETED, FIRST_FIELD } from '../schema/layout.ts'
import type { CellWrite } from './cellWrites.ts'
import { ROWS_PER_PIECE } from './inPieces.ts'
import type { PartsWriter } from './PartsWriter.ts'
import type { AddedRow, Change, Step } from './undoSteps.ts'

/** What an undo or redo did. */
export interface UndoReport {
  /** Cells (and rows) that were put back. */
  done: number
  /** Cells that others changed since; they were left as they are. */
  changedByOthers: CellWrite[]
  /** Cells that may not be written any more; they were left as they are. */
  notAllowed: CellWrite[]
  /** Rows that stay because others have typed in them. */
  keptRows: string[]
  memory: unknown
}

export const newReport = (memory: unknown): UndoReport => ({
  done: 0,
  changedByOthers: [],
  notAllowed: [],
  keptRows: [],
  memory,
})

interface Reverting {
  /** Takes rows away that the step added; else it brings them back. */
  isUndo: boolean
  gesture: GestureTag
  report: UndoReport
  isWritten: (ordinal: number) => boolean
}

/** Takes a step back, piece by piece; gives how many cells each had. `inverse` learns what takes that back. */
export function* revert(
  writer: PartsWriter,
  { pieces, rows }: Step,
  inverse: Step,
  reverting: Reverting,
): Generator<number> {
  const { isUndo, gesture, report } = reverting
  const write = (writes: readonly CellWrite[]): void => {
    if (writes.length > 0) {
      report.done += writes.length
      writer.write(writes, gesture)
    }
  }
  for (const piece of pieces) {
    const changes = piece.flatMap((change) => revertedOf(writer, change, reverting))
    if (changes.length > 0) {
      inverse.pieces.push(changes)
    }
    write(changes.map(({ row, ordinal, before, after }) => ({ row, ordinal, value: after, before })))
    yield piece.length
  }
  for (let start = 0; start < rows.length; start += ROWS_PER_PIECE) {
    const piece = rows.slice(start, start + ROWS_PER_PIECE)
    const reverted = piece.filter((added) => isRevertible(writer, added, reverting))
    reverted.forEach((added) => inverse.rows.push(added))
    const [before, value] = isUndo ? [null, true] : [true, null]
    write(reverted.map(({ row }) => ({ row, ordinal: DELETED, value, before })))
    yield piece.length
  }
}

/** Nothing when the cell stays as it is; why is in the report. */
function revertedOf(writer: PartsWriter, change: Change, { report, isWritten }: Reverting): Change[] {
  const { row, ordinal, before, after } = change
  if (!isWritten(ordinal)) {
    return []
  }
  const value = writer.value(row, ordinal)
  if (!isSameValue(value, after)) {
    report.changedByOthers.push({ row, ordinal, value })
    return []
  }
  if (!writer.sheet.mayWrite(ordinal)) {
    report.notAllowed.push({ row, ordinal, value })
    return []
  }
  return [{ row, ordinal, before: after, after: before }]
}

function isRevertible(writer: PartsWriter, added: AddedRow, { isUndo, report }: Reverting): boolean {
  const { row } = added
  if (isUndo && isChangedByOthers(writer, added)) {
    report.keptRows.push(row)
    return false
  }
  if (!writer.sheet.mayWrite(DELETED)) {
    report.notAllowed.push({ row, ordinal: DELETED, value: writer.value(row, DELETED) })
    return false
  }
  return true
}

/** Whether a row that a gesture added holds anything that the gesture did not write. */
function isChangedByOthers({ sheet: { columns } }: PartsWriter, { row, wrote }: AddedRow): boolean {
  const slot = columns.slotOf(row)
  if (slot === undefined || columns.value(slot, DELETED) === true) {
    return false
  }
  const expected = (ordinal: number): CellValue => wrote.get(ordinal) ?? null
  return [...columns.ordinals].some(
    (ordinal) => ordinal >= FIRST_FIELD && !isSameValue(columns.value(slot, ordinal), expected(ordinal)),
  )
}
