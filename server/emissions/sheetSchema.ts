import type { Knex } from 'knex'

import type { CycleStatus } from '#shared/api/cycles.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import type { Field } from '#shared/fields/field.ts'
import { readsElsewhere } from '#shared/fields/readsElsewhere.ts'
import { type FactorsAs, factorsAsIn, factorsOf } from './factorsOf.ts'
import { parametersOf, PARAMETERS_VERSION } from '../parameters/parametersOf.ts'
import { fieldsByTable, fieldsInCycle } from './fieldsByTable.ts'
import { projectTables, type TableFields } from './projectTables.ts'

/** A table in a cycle, with everything outside the cells that decides what its formulas give. */
export interface SheetSchema {
  tableId: string
  cycleId: string
  fields: readonly Field[]
  context: FormulaContext & { factors: ReadonlyMap<string, EmissionFactor> }
  /** All tables of the project, when a formula names one. Absent: none does. */
  tables?: readonly TableFields[]
}

/**
 * Changes when the fields of the table or the basis of the cycle change, and where formulas read other tables, when fields
 * of the project do, or parameters or custom factors of the tenant; null when the tenant has no such cycle. Published
 * factors are immutable under their id, so the fields' options stand for them.
 */
export async function sheetSchemaVersion(
  trx: Knex.Transaction,
  tableId: string,
  cycleId: string,
): Promise<string | null> {
  const { rows } = await trx.raw<{ rows: { version: string }[] }>(
    `SELECT concat_ws(' ', c.gwp_set, c.factor_year, c.status, count(f.id), count(f.deleted_at),
       max(extract(epoch from f.updated_at)), ${PARAMETERS_VERSION},
       (SELECT extract(epoch from max(u.updated_at)) FROM custom_factors u WHERE u.tenant_id = c.tenant_id),
       (SELECT extract(epoch from max(s.updated_at)) FROM custom_factor_sets s WHERE s.tenant_id = c.tenant_id)) AS version
     FROM cycles c LEFT JOIN fields f ON f.tenant_id = c.tenant_id AND (f.table_id = :tableId OR (
       EXISTS (SELECT FROM fields g WHERE g.table_id = :tableId AND g.gathers -> 'inputs' <> '[]')
       AND f.table_id IN (SELECT t.id FROM tables t JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
                          WHERE m.project_id = c.project_id)))
     WHERE c.id = :cycleId GROUP BY c.id, c.gwp_set, c.factor_year, c.status, c.tenant_id`,
    { tableId, cycleId },
  )
  return rows[0]?.version ?? null
}

/** What a cycle computes with besides its cells. */
export interface CycleBasis {
  gwpSet: GwpSet
  factorYear: number
  /** Of a locked cycle they count as they did when it was locked. */
  factorsAs: FactorsAs
}

/** The basis instead of the cycle's own, to see what would be; a formula that is to become one of a field. */
export type AskedSchema = Partial<Omit<CycleBasis, 'factorsAs'>> & { formula?: string | null }

/**
 * Loads fields, factors of the cycle's year and its GWP set, and the fields of other tables where formulas name them. Null
 * when the tenant has no such cycle.
 */
export async function loadSheetSchema(
  trx: Knex.Transaction,
  tableId: string,
  cycleId: string,
  { formula = null, ...basis }: AskedSchema = {},
): Promise<SheetSchema | null> {
  const cycle: CycleRow | undefined = await trx('cycles')
    .where({ id: cycleId })
    .first('gwp_set', 'factor_year', 'status', 'counts_all_gases')
  if (cycle === undefined) {
    return null
  }
  const { gwpSet = cycle.gwp_set, factorYear = cycle.factor_year } = basis
  const factorsAs = factorsAsIn({ status: cycle.status, countsAllGases: cycle.counts_all_gases })
  const fields = (await fieldsInCycle(trx, [tableId], cycleId)).map(fieldOf)
  const tables = [...fields, { formula }].some(readsElsewhere) ? await loadTables(trx, tableId, cycleId) : null
  // what a locked cycle keeps is no measure for a formula that is to be
  const keptBy = formula === null ? cycleId : null
  const context = await formulaContext(trx, fields, { gwpSet, factorYear, cycleId: keptBy, factorsAs }, tables ?? [])
  return tables === null
    ? { tableId, cycleId, fields, context }
    : { tableId, cycleId, fields, context: contextOver(tables, tableId, context), tables }
}

/** What formulas over these fields mean in a cycle (`cycleId`: with the parameters that it keeps when it is locked). `tables`: those that they may read besides. */
export async function formulaContext(
  trx: Knex.Transaction,
  fields: readonly Field[],
  { gwpSet, factorYear, cycleId = null, factorsAs }: CycleBasis & { cycleId?: string | null },
  tables: readonly TableFields[] = [],
): Promise<SheetSchema['context']> {
  const read = [...fields, ...tables.flatMap((table) => table.fields)]
  return {
    fields,
    factors: await factorsOf(trx, read, { factorYear, factorsAs }),
    gwp: await loadGwpTable(trx, gwpSet),
    gwpSet,
    factorYear,
    parameters: await parametersOf(trx, factorsAs === 'now' ? null : cycleId),
  }
}

/** The context of a table whose formulas may read those tables. */
export function contextOver<Context extends FormulaContext>(
  tables: readonly TableFields[],
  tableId: string,
  base: Context,
): Context {
  const contexts = new Map<string, FormulaContext>()
  for (const { id, key, fields } of tables) {
    contexts.set(key, { ...base, fields, table: { key, id }, tables: contexts })
  }
  const own = tables.find(({ id }) => id === tableId)
  return own === undefined ? base : { ...base, table: { key: own.key, id: own.id }, tables: contexts }
}

async function loadTables(trx: Knex.Transaction, tableId: string, cycleId: string): Promise<TableFields[]> {
  const tables = await projectTables(trx, tableId)
  const ids = tables.map(({ id }) => id)
  const fields = await fieldsByTable(trx, ids, cycleId)
  return tables.map((table) => ({ ...table, fields: (fields.get(table.id) ?? []).map(fieldOf) }))
}

/** Kilograms of CO2e per kilogram of each species of a GWP set. */
export async function loadGwpTable(trx: Knex.Transaction, gwpSet: GwpSet): Promise<Record<string, number>> {
  const rows: { species: string; gwp: number }[] = await trx('gwp_values')
    .where({ gwp_set: gwpSet })
    .select('species', 'gwp')
  return Object.fromEntries(rows.map((row) => [row.species, row.gwp]))
}

function fieldOf(row: Field): Field {
  const {
    id,
    key,
    ordinal,
    name,
    type,
    unit,
    options,
    required,
    rules = null,
    formula,
    role,
    readers,
    writers,
    released = false,
    gathers = null,
    targetTableId = null,
  } = row
  return {
    id,
    key,
    ordinal,
    name,
    type,
    unit,
    options,
    required,
    rules,
    formula,
    role,
    readers,
    writers,
    released,
    gathers,
    targetTableId,
  }
}

interface CycleRow {
  gwp_set: GwpSet
  factor_year: number
  counts_all_gases: boolean
  status: CycleStatus
}
