import type { Knex } from 'knex'
import { QUALITY_COLUMNS } from '#shared/api/quality.ts'
import type { Identity } from '../policies/Identity.ts'
import { tableAssessments } from '../uncertainty/assessments.ts'
import { columnProblems } from '../uncertainty/qualityColumns.ts'
import { allColumns, saveTableQuality } from '../uncertainty/saveQuality.ts'
import type { DraftedCopy } from './draftCopies.ts'

/**
 * How sure the rows of a table are comes along with it, for the same reason, in the name of the copier: by its columns as far as
 * those came along. Where one of them stayed behind the copy is not assessed, because its own assessment would stand in for
 * cells that said something else.
 */
export async function copyAssessment(
  trx: Knex.Transaction,
  identity: Identity,
  { source, draft, origins }: DraftedCopy,
  origin: string,
): Promise<void> {
  const found = (await tableAssessments(trx, [source.table.id])).get(source.table.id)
  if (found === undefined) {
    return
  }
  const copied = new Map([...origins].map(([id, { id: from }]) => [from, id]))
  const columns = QUALITY_COLUMNS.flatMap((column) => {
    const from = found.columns[column] ?? null
    return from === null ? [] : [[column, copied.get(from)] as const]
  })
  if (columns.some(([, id]) => id === undefined)) {
    return
  }
  const { rangePercent, scores, reason } = found
  const body = { columns: allColumns(Object.fromEntries(columns)), range_percent: rangePercent, scores, reason }
  // a column that says nothing any more, because it was made another, is no reason to refuse a copy
  if (columnProblems(body, draft.fields).length === 0) {
    await saveTableQuality(trx, identity, { tableId: draft.id, readable: draft.fields, body, origin })
  }
}
