/** What of a block is written to the sheet as it is now. Pure. */
import type { ImportReason } from '#shared/api/imports.ts'
import { type CellValue, isSameValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowWrite } from '../collaboration/ports.ts'
import type { ExistingRow } from './compareRows.ts'
import type { BlockOutcome, RowOutcome } from './StagedBlock.ts'

type Standing = Pick<ExistingRow, 'values' | 'deleted'>

export interface PlannedWrites {
  /** With their place in the block. */
  writes: { index: number; row: RowWrite }[]
  /** Places of rows of which everything stands in the sheet already. */
  there: number[]
  /** Rows that somebody has changed since the preview. */
  refused: { index: number; reasons: ImportReason[] }[]
}

/**
 * Of rows that wait. `standing`: the rows of the sheet by id, as far as they were looked up. A cell that holds what the file says
 * was written by an attempt that ended early, and one that holds neither that nor what the preview saw is somebody else's by now.
 */
export function planWrites(
  outcome: BlockOutcome,
  standing: ReadonlyMap<string, Standing>,
  fields: ReadonlyMap<string, Field>,
): PlannedWrites {
  const plan: PlannedWrites = { writes: [], there: [], refused: [] }
  outcome.forEach((row, index) => {
    if (!isWaiting(row)) {
      return
    }
    const now = standing.get(row.id)
    if (row.state === 'changed' && (now === undefined || now.deleted)) {
      const message = 'This row was deleted in the sheet since the preview.'
      plan.refused.push({ index, reasons: [{ field_id: null, code: 'row-deleted', message }] })
      return
    }
    const changed = row.state === 'changed' ? changedCells(row, now!) : []
    if (changed.length > 0) {
      plan.refused.push({ index, reasons: changed.map((ordinal) => changedMeanwhile(fields.get(ordinal))) })
      return
    }
    const values = now === undefined ? Object.entries(row.values) : waitingCells(row, now)
    // a row that was added by an attempt that ended early, and deleted since, is not added again
    if (now?.deleted === true || (now !== undefined && values.length === 0)) {
      plan.there.push(index)
      return
    }
    plan.writes.push({ index, row: { id: row.id, values: byOrdinal(values) } })
  })
  return plan
}

/** An added or changed row that is not written yet. */
export const isWaiting = (row: RowOutcome | null): row is Extract<RowOutcome, { values: unknown }> =>
  (row?.state === 'added' || row?.state === 'changed') && row.written !== true

/** Values by the ordinals of their fields, as documents have them. */
export const byOrdinal = (values: readonly (readonly [string, CellValue])[]): Map<number, CellValue> =>
  new Map(values.map(([ordinal, value]) => [Number(ordinal), value]))

function changedCells(row: Extract<RowOutcome, { state: 'changed' }>, now: Standing): string[] {
  return Object.keys(row.values).filter((ordinal) => {
    const value = now.values[ordinal] ?? null
    return !isSameValue(value, row.values[ordinal]!) && !isSameValue(value, row.before[ordinal] ?? null)
  })
}

/** Of a row that stands there: cells that hold something else than the file says, and are not somebody else's. */
function waitingCells(row: Extract<RowOutcome, { values: unknown }>, now: Standing): [string, CellValue][] {
  return Object.entries(row.values).filter(([ordinal, value]) => {
    const current = now.values[ordinal] ?? null
    return row.state === 'changed' ? !isSameValue(current, value) : current === null && value !== null
  })
}

function changedMeanwhile(field: Field | undefined): ImportReason {
  const message = `${field?.name ?? 'A cell'}: somebody has changed this cell since the preview. Look at it, and commit the row again if it is right.`
  return { field_id: field?.id ?? null, code: 'changed-meanwhile', message }
}
