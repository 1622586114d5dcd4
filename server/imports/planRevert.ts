/** What is put back of the rows that an import wrote. Pure. */
import type { KeptCellsReply } from '#shared/api/imports.ts'
import { type CellValue, isSameValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowWrite } from '../collaboration/ports.ts'
import type { ExistingRow } from './compareRows.ts'
import { byOrdinal } from './planWrites.ts'
import type { BlockOutcome, RowOutcome } from './StagedBlock.ts'

type Standing = Pick<ExistingRow, 'values' | 'deleted'>

export interface RevertPlan {
  writes: { index: number; row: RowWrite }[]
  /** Ids of rows that the import added and nobody has changed since. */
  deletes: string[]
  /** What somebody changed since, as far as the reader may know of it. */
  kept: KeptCellsReply['data']
  /** The same rows, none of which is written any more. */
  outcome: BlockOutcome
}

/** `standing`: the rows of the sheet by id. A row that somebody deleted stays deleted. */
export function planRevert(
  outcome: BlockOutcome,
  standing: ReadonlyMap<string, Standing>,
  readable: readonly Field[],
): RevertPlan {
  const plan: RevertPlan = { writes: [], deletes: [], kept: [], outcome: outcome.map(notWritten) }
  const fields = new Map(readable.map((field) => [String(field.ordinal), field]))
  outcome.forEach((row, index) => {
    const now = row === null || !('written' in row) ? undefined : standing.get(row.id)
    if (row === null || !('values' in row) || now === undefined || now.deleted) {
      return
    }
    if (row.state === 'added') {
      if (isUntouched(row.values, now.values)) {
        plan.deletes.push(row.id)
      } else {
        plan.kept.push({ row_id: row.id, field_id: null, imported: null, now: null })
      }
      return
    }
    const back: [string, CellValue][] = []
    for (const [ordinal, imported] of Object.entries(row.values)) {
      const [before, current] = [row.before[ordinal] ?? null, now.values[ordinal] ?? null]
      const field = fields.get(ordinal)
      if (isSameValue(current, imported)) {
        back.push([ordinal, before])
      } else if (!isSameValue(current, before) && field !== undefined) {
        plan.kept.push({ row_id: row.id, field_id: field.id, imported, now: current })
      }
    }
    if (back.length > 0) {
      plan.writes.push({ index, row: { id: row.id, values: byOrdinal(back) } })
    }
  })
  return plan
}

/** Nothing but what the import wrote stands in the row, in whatever field. */
function isUntouched(values: Readonly<Record<string, CellValue>>, now: Readonly<Record<string, CellValue>>): boolean {
  return [...new Set([...Object.keys(values), ...Object.keys(now)])].every((ordinal) =>
    isSameValue(values[ordinal] ?? null, now[ordinal] ?? null),
  )
}

function notWritten(row: RowOutcome | null): RowOutcome | null {
  if (row === null || !('written' in row)) {
    return row
  }
  const { written: _written, ...rest } = row
  return rest
}
