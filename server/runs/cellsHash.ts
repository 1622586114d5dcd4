import type { Knex } from 'knex'
import { partOf } from '#shared/fields/partOf.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { canonicalJson } from './canonicalJson.ts'
import { provenFields } from './provenFields.ts'
import { sha256 } from './sha256.ts'

/** `position`: as far as rows are derived. `head`: as far as anything is journaled. */
type HowFar = 'position' | 'head'

/**
 * SHA-256 over how far the journals are that the cells of a run come from. As long as it is the same, so are the cells. Only
 * parts count that hold a field of the run (`provenFields`): who may not read another one does not learn that it changed.
 * Where formulas read the cycle before, the other cycles of the project count with what decides their results. Costs one
 * look-up per document.
 */
export async function cellsHash(trx: Knex.Transaction, cycleId: string, howFar: HowFar): Promise<string> {
  const tables: string[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .join('cycles as c', (on) => on.on('c.tenant_id', 'm.tenant_id').on('c.project_id', 'm.project_id'))
    .where({ 'c.id': cycleId })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .pluck('t.id')
  const fields = provenFields(await fieldsInCycle(trx, tables, cycleId))
  const parts = [...Map.groupBy(fields, (field) => field.table_id)].flatMap(([table, own]) =>
    [...new Set(own.map(partOf))].map((part) => ({ table, part })),
  )
  const readsBefore = fields.some(({ gathers }) => gathers?.previous === true)
  const { rows: journals } = await trx.raw<{ rows: { id: number; far: number }[] }>(
    `SELECT d.id::float8 AS id, (CASE :howFar WHEN 'head' THEN d.head_seq ELSE p.position END)::float8 AS far
     FROM cycles c
     JOIN cycles o ON o.tenant_id = c.tenant_id AND o.project_id = c.project_id AND (o.id = c.id OR :readsBefore)
     JOIN documents d ON d.tenant_id = o.tenant_id AND d.cycle_id = o.id
     JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
     JOIN jsonb_to_recordset(CAST(:parts AS jsonb)) AS n ("table" uuid, part text) ON n."table" = d.table_id AND n.part = d.part
     WHERE c.tenant_id = current_tenant() AND c.id = :cycleId
     ORDER BY d.id`,
    { cycleId, howFar, readsBefore, parts: JSON.stringify(parts) },
  )
  const others = readsBefore ? await otherCycles(trx, cycleId) : []
  // a sheet that was opened and in which nothing was written is like one that nobody opened
  const written = journals.filter(({ far }) => far > 0).map(({ id, far }) => [id, far])
  return sha256(canonicalJson({ journals: written, cycles: others }))
}

function otherCycles(trx: Knex.Transaction, cycleId: string): Promise<object[]> {
  return trx('cycles as o')
    .join('cycles as c', (on) => on.on('c.tenant_id', 'o.tenant_id').on('c.project_id', 'o.project_id'))
    .where({ 'c.id': cycleId })
    .whereNot('o.id', cycleId)
    .whereNull('o.deleted_at')
    .orderBy('o.id')
    .select('o.id', 'o.starts_on', 'o.gwp_set', 'o.factor_year', 'o.restated_by')
}
