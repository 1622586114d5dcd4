import type { Knex } from 'knex'
import { isDeepStrictEqual } from 'node:util'
import { type FactorQualityBody, QUALITY_COLUMNS, type TableQualityBody } from '#shared/api/quality.ts'
import type { Field } from '#shared/fields/field.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import type { Quality } from '#shared/uncertainty/spread.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import {
  factorAssessments,
  oneAssessmentAtATime,
  rateAssessments,
  type TableAssessment,
  tableAssessments,
} from './assessments.ts'
import { columnProblems } from './qualityColumns.ts'

/** Columns of every kind, null where an assessment names none. */
export const allColumns = (columns: TableAssessment['columns']): TableQualityBody['columns'] => ({
  range: columns.range ?? null,
  technology: columns.technology ?? null,
  time: columns.time ?? null,
  geography: columns.geography ?? null,
  completeness: columns.completeness ?? null,
  reliability: columns.reliability ?? null,
})

/**
 * Says how sure the rows of a table are. What was said before stays, for locked cycles and for auditors. A column that the
 * person may not read stays as it is and cannot be chosen. Saying the same again changes nothing. Throws ValidationError.
 */
export async function saveTableQuality(
  trx: Knex.Transaction,
  identity: Identity,
  {
    tableId,
    readable,
    body,
    origin,
  }: { tableId: string; readable: readonly Field[]; body: TableQualityBody; origin: string },
): Promise<void> {
  await oneAssessmentAtATime(trx)
  const before = (await tableAssessments(trx, [tableId])).get(tableId)
  const known = allColumns(before?.columns ?? {})
  const hidden = QUALITY_COLUMNS.filter(
    (column) => known[column] !== null && !readable.some(({ id }) => id === known[column]),
  )
  const problems = columnProblems(body, readable)
  for (const column of hidden.filter((one) => body.columns[one] !== null)) {
    const message = 'A field that you may not read says it now. Add a role of yours to the readers of that one first.'
    problems.push({ path: `columns.${column}`, code: 'cannot-read', message })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const kept = { ...body.columns, ...Object.fromEntries(hidden.map((column) => [column, known[column]])) }
  const after = { columns: allColumns(kept), range_percent: body.range_percent, scores: body.scores }
  const old = before && { columns: known, range_percent: before.rangePercent, scores: before.scores }
  if (isDeepStrictEqual(after, old)) {
    return
  }
  const { columns, range_percent, scores } = after
  await trx('table_assessments').insert({
    tenant_id: identity.tenantId,
    table_id: tableId,
    columns: JSON.stringify(columns),
    range_percent,
    scores: JSON.stringify(scores),
    reason: body.reason,
    made_by: identity.userId,
  })
  await record(trx, identity, {
    subject: ['table', tableId],
    before: old ?? null,
    after: { ...after, reason: body.reason },
    origin,
  })
}

/** Says how sure the tenant thinks a factor is. What was said before stays. Saying the same again changes nothing. */
export async function saveFactorQuality(
  trx: Knex.Transaction,
  identity: Identity,
  { factorId, body, origin }: { factorId: string; body: FactorQualityBody; origin: string },
): Promise<void> {
  await oneAssessmentAtATime(trx)
  const before = (await factorAssessments(trx, [factorId])).get(factorId)
  const place = { table: 'factor_assessments', column: 'factor_id' }
  await saveNumberQuality(trx, identity, { subject: ['factor', factorId], place, before, body, origin })
}

/**
 * Says how sure the rate of an instrument is, by which everything is that it covers. What was said before stays. Saying the same
 * again changes nothing.
 */
export async function saveRateQuality(
  trx: Knex.Transaction,
  identity: Identity,
  { instrumentId, body, origin }: { instrumentId: string; body: FactorQualityBody; origin: string },
): Promise<void> {
  await oneAssessmentAtATime(trx)
  const before = (await rateAssessments(trx, [instrumentId])).get(instrumentId)
  const place = { table: 'instrument_assessments', column: 'instrument_id' }
  await saveNumberQuality(trx, identity, { subject: ['instrument', instrumentId], place, before, body, origin })
}

/** Of one number that many rows are wrong by together. */
async function saveNumberQuality(
  trx: Knex.Transaction,
  identity: Identity,
  said: {
    subject: readonly ['factor' | 'instrument', string]
    place: { table: string; column: string }
    before: Quality | undefined
    body: FactorQualityBody
    origin: string
  },
): Promise<void> {
  const { subject, place, before, body, origin } = said
  const { reason, ...after } = body
  const old = before && { range_percent: before.rangePercent, scores: before.scores }
  if (isDeepStrictEqual(after, old)) {
    return
  }
  await trx(place.table).insert({
    tenant_id: identity.tenantId,
    [place.column]: subject[1],
    range_percent: after.range_percent,
    scores: JSON.stringify(after.scores),
    reason,
    made_by: identity.userId,
  })
  await record(trx, identity, { subject, before: old ?? null, after: body, origin })
}

function record(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  entry: {
    subject: readonly ['table' | 'factor' | 'instrument', string]
    before: Readonly<Record<string, unknown>> | null
    after: Readonly<Record<string, unknown>>
    origin: string
  },
): Promise<void> {
  const [subjectKind, subjectId] = entry.subject
  const { before, after, origin } = entry
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  return recordAudit(trx, { ...by, action: `${subjectKind}.quality`, subjectKind, subjectId, before, after, origin })
}
