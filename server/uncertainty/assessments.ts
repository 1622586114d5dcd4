import type { Knex } from 'knex'
import type { QualityColumn } from '#shared/api/quality.ts'
import type { CycleStatus } from '#shared/api/cycles.ts'
import type { PedigreeScores } from '#shared/uncertainty/pedigree.ts'
import { type Quality, type Spread, spreadOf } from '#shared/uncertainty/spread.ts'

/** What was said of how sure the rows of a table are. */
export interface TableAssessment extends Quality {
  tableId: string
  /** Ids of the fields whose cells say it. */
  columns: Readonly<Partial<Record<QualityColumn, string | null>>>
  reason: string
  madeBy: string | null
  madeAt: Date
}

export interface FactorAssessment extends Quality {
  factorId: string
  reason: string
  madeBy: string | null
  madeAt: Date
}

/** Of the rate of an instrument: a number by which everything is wrong together that it covers. */
export interface RateAssessment extends Omit<FactorAssessment, 'factorId'> {
  instrumentId: string
}

/** Until when assessments are those of a cycle: a locked one goes on with what held when it was locked. Null: all. */
export async function assessedUntil(
  trx: Knex.Transaction,
  { id, status, updatedAt }: { id: string; status: CycleStatus; updatedAt: Date },
): Promise<Date | null> {
  if (status !== 'locked') {
    return null
  }
  const frozen: { at: Date } | undefined = await trx('assessments_frozen').where({ cycle_id: id }).first('at')
  return frozen?.at ?? updatedAt
}

/** Keeps the assessments of a cycle as they are, in the transaction that locks it. */
export async function freezeAssessments(trx: Knex.Transaction, tenantId: string, cycleId: string): Promise<void> {
  await oneAssessmentAtATime(trx)
  await trx('assessments_frozen').insert({ tenant_id: tenantId, cycle_id: cycleId }).onConflict().ignore()
}

/** Assessments and locks of a tenant come one after the other: what is committed later is later by its time too. */
export async function oneAssessmentAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['assessments'])
}

/** The newest of each table. */
export async function tableAssessments(
  trx: Knex.Transaction,
  tableIds: readonly string[],
  until: Date | null = null,
): Promise<Map<string, TableAssessment>> {
  const rows: TableRow[] = await newest(trx, 'table_assessments', 'table_id', tableIds, until)
  return new Map(rows.map((row) => [row.table_id, { ...presented(row), tableId: row.table_id, columns: row.columns }]))
}

/** The newest of each factor. */
export async function factorAssessments(
  trx: Knex.Transaction,
  factorIds: readonly string[],
  until: Date | null = null,
): Promise<Map<string, FactorAssessment>> {
  const rows: FactorRow[] = await newest(trx, 'factor_assessments', 'factor_id', factorIds, until)
  return new Map(rows.map((row) => [row.factor_id, { ...presented(row), factorId: row.factor_id }]))
}

/** The newest of the rate of each instrument. */
export async function rateAssessments(
  trx: Knex.Transaction,
  instrumentIds: readonly string[],
  until: Date | null = null,
): Promise<Map<string, RateAssessment>> {
  const rows: RateRow[] = await newest(trx, 'instrument_assessments', 'instrument_id', instrumentIds, until)
  return new Map(rows.map((row) => [row.instrument_id, { ...presented(row), instrumentId: row.instrument_id }]))
}

/** What was said of one number, by whom, when and why. */
export type Assessment = ReturnType<typeof presented>

/** All of one factor, newest first. */
export const assessmentsOfFactor = (trx: Knex.Transaction, factorId: string): Promise<Assessment[]> =>
  allOf(trx('factor_assessments').where({ factor_id: factorId }))

/** All of the rate of one instrument, newest first. */
export const assessmentsOfRate = (trx: Knex.Transaction, instrumentId: string): Promise<Assessment[]> =>
  allOf(trx('instrument_assessments').where({ instrument_id: instrumentId }))

async function allOf(assessments: Knex.QueryBuilder): Promise<Assessment[]> {
  const rows: AssessmentRow[] = await assessments.orderBy('id', 'desc').limit(51)
  return rows.map(presented)
}

/** Of the factors that are assessed. */
export async function factorSpreads(
  trx: Knex.Transaction,
  factorIds: readonly string[],
  until: Date | null,
): Promise<Map<string, Spread>> {
  return spreadsOf(await factorAssessments(trx, factorIds, until))
}

/** Of the instruments whose rates are assessed. */
export async function rateSpreads(
  trx: Knex.Transaction,
  instrumentIds: readonly string[],
  until: Date | null,
): Promise<Map<string, Spread>> {
  return spreadsOf(await rateAssessments(trx, instrumentIds, until))
}

function spreadsOf(assessments: ReadonlyMap<string, Quality>): Map<string, Spread> {
  return new Map(
    [...assessments].flatMap(([id, assessment]) => {
      const spread = spreadOf(assessment)
      return spread === null ? [] : [[id, spread] as const]
    }),
  )
}

function newest(
  trx: Knex.Transaction,
  table: 'table_assessments' | 'factor_assessments' | 'instrument_assessments',
  subject: 'table_id' | 'factor_id' | 'instrument_id',
  ids: readonly string[],
  until: Date | null,
): Knex.QueryBuilder {
  return trx(table)
    .distinctOn(subject)
    .whereIn(subject, [...new Set(ids)])
    .modify((query) => void (until !== null && query.where('made_at', '<=', until)))
    .orderBy([subject, { column: 'id', order: 'desc' }])
}

interface AssessmentRow {
  range_percent: number | null
  scores: PedigreeScores
  reason: string
  made_by: string | null
  made_at: Date
}

interface TableRow extends AssessmentRow {
  table_id: string
  columns: TableAssessment['columns']
}

interface FactorRow extends AssessmentRow {
  factor_id: string
}

interface RateRow extends AssessmentRow {
  instrument_id: string
}

const presented = (row: AssessmentRow) => ({
  rangePercent: row.range_percent,
  scores: row.scores,
  reason: row.reason,
  madeBy: row.made_by,
  madeAt: row.made_at,
})
