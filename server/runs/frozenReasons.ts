import type { Knex } from 'knex'
import { QUALITY_COLUMNS } from '#shared/api/quality.ts'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { Cycle } from '../models/Cycle.ts'
import { assessedUntil, factorAssessments, rateAssessments, tableAssessments } from '../uncertainty/assessments.ts'
import type { AssessmentRecord, ChoiceRecord, FieldRecord } from './packRecords.ts'

/**
 * How sure the tables, the factors and the rates of instruments of a run were said to be, in the order of their ids. A column of quality that is in no run is
 * not named either; a locked cycle keeps what held when it was locked.
 */
export async function assessmentRecords(
  trx: Knex.Transaction,
  cycleId: string,
  used: {
    tableIds: readonly string[]
    factorIds: readonly string[]
    instrumentIds: readonly string[]
    fields: readonly FieldRecord[]
  },
): Promise<AssessmentRecord[]> {
  const cycle: Pick<Cycle, 'id' | 'status' | 'updatedAt'> = await trx('cycles')
    .where({ id: cycleId })
    .first('id', 'status', 'updated_at as updatedAt')
  const until = await assessedUntil(trx, cycle)
  const known = new Set(used.fields.map(({ id }) => id))
  const ofTables = [...(await tableAssessments(trx, used.tableIds, until)).values()].map(
    ({ tableId, columns, ...said }): AssessmentRecord => ({
      kind: 'table',
      subject: tableId,
      columns: Object.fromEntries(
        QUALITY_COLUMNS.map((column) => {
          const field = columns[column] ?? null
          return [column, field !== null && known.has(field) ? field : null]
        }),
      ),
      ...record(said),
    }),
  )
  const ofFactors = [...(await factorAssessments(trx, used.factorIds, until)).values()].map(
    ({ factorId, ...said }): AssessmentRecord => ({ kind: 'factor', subject: factorId, columns: {}, ...record(said) }),
  )
  const ofRates = [...(await rateAssessments(trx, used.instrumentIds, until)).values()].map(
    ({ instrumentId, ...said }): AssessmentRecord => ({
      kind: 'rate',
      subject: instrumentId,
      columns: {},
      ...record(said),
    }),
  )
  return [...ofTables, ...ofFactors, ...ofRates].toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
}

type Said = Omit<AssessmentRecord, 'kind' | 'subject' | 'columns'>

const record = (said: {
  rangePercent: number | null
  scores: AssessmentRecord['scores']
  reason: string
  madeBy: string | null
  madeAt: Date
}): Said => ({
  range_percent: said.rangePercent,
  scores: said.scores,
  reason: said.reason,
  made_by: said.madeBy,
  made_at: said.madeAt.toISOString(),
})

/**
 * Why cells name the factors that they name, with what was refused: rows with the same reason together. What a reason was asked by
 * is in the run, or the reason is not.
 */
export async function choiceRecords(
  trx: Knex.Transaction,
  cycleId: string,
  fields: readonly FieldRecord[],
): Promise<ChoiceRecord[]> {
  const { rows } = await trx.raw<{ rows: GroupedChoices[] }>(
    `SELECT c.table_id, c.ordinal, c.activity_ordinal, c.site_ordinal, c.factor_id, c.made_by, s.suggestion,
       array_agg(c.row_id ORDER BY c.row_id COLLATE "C") AS rows
     FROM factor_choices c
     JOIN factor_suggestions s ON s.tenant_id = c.tenant_id AND s.hash = c.suggestion_hash
     JOIN rows r ON r.tenant_id = c.tenant_id AND r.table_id = c.table_id AND r.cycle_id = c.cycle_id AND r.row_id = c.row_id
     WHERE c.tenant_id = current_tenant() AND c.cycle_id = :cycleId AND NOT r.deleted AND r.values ->> c.ordinal::text = c.factor_id
     GROUP BY c.table_id, c.ordinal, c.activity_ordinal, c.site_ordinal, c.factor_id, c.made_by, s.hash, s.suggestion
     ORDER BY c.table_id, c.ordinal, s.hash COLLATE "C", c.made_by, c.activity_ordinal, c.site_ordinal`,
    { cycleId },
  )
  const places = new Set(fields.map(({ table_id: table, ordinal }) => `${table} ${ordinal}`))
  return rows.flatMap(({ activity_ordinal: activity, site_ordinal: site, ...choice }) => {
    const asked = [choice.ordinal, activity, site].filter((ordinal) => ordinal !== null)
    return asked.every((ordinal) => places.has(`${choice.table_id} ${ordinal}`)) ? [choice] : []
  })
}

interface GroupedChoices extends ChoiceRecord {
  activity_ordinal: number | null
  site_ordinal: number | null
  suggestion: FactorSuggestion
}
