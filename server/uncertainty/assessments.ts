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

/** All of one factor, newest first. */
export async function assessmentsOfFactor(trx: Knex.Transaction, factorId: string): Promise<FactorAssessment[]> {
  const rows: FactorRow[] = await trx('factor_assessments')
    .where({ factor_id: factorId })
    .orderBy('id', 'desc')
    .limit(51)
  return rows.map((row) => ({ ...presented(row), factorId }))
}

/** Of the factors that are assessed. */
export async function factorSpreads(
  trx: Knex.Transaction,
  factorIds: readonly string[],
  until: Date | null,
): Promise<Map<string, Spread>> {
  const found = await factorAssessments(trx, factorIds, until)
  return new Map(
    [...found].flatMap(([id, assessment]) => {
      const spread = spreadOf(assessment)
      return spread === null ? [] : [[id, spread] as const]
    }),
  )
}

function newest(
  trx: Knex.Transaction,
  table: 'table_assessments' | 'factor_assessments',
  subject: 'table_id' | 'factor_id',
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

const presented = (row: AssessmentRow) => ({
  rangePercent: row.range_percent,
  scores: row.scores,
  reason: row.reason,
  madeBy: row.made_by,
  madeAt: row.made_at,
})
