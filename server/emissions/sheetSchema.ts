import type { Knex } from 'knex'

import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import type { Field } from '#shared/fields/field.ts'
import { factorsOf } from './factorsOf.ts'
import { fieldsInCycle } from './fieldsByTable.ts'

/** A table in a cycle, with everything outside the cells that decides what its formulas give. */
export interface SheetSchema {
  tableId: string
  cycleId: string
  fields: readonly Field[]
  context: FormulaContext & { factors: ReadonlyMap<string, EmissionFactor> }
}

/**
 * Changes when the fields of the table or the basis of the cycle change; null when the tenant has no such cycle. Factors
 * are immutable under their id, so the fields' options stand for them.
 */
export async function sheetSchemaVersion(
  trx: Knex.Transaction,
  tableId: string,
  cycleId: string,
): Promise<string | null> {
  const found: { version: string }[] = await trx('cycles')
    .leftJoin('fields', (on) => on.on('fields.tenant_id', 'cycles.tenant_id').andOnVal('fields.table_id', tableId))
    .where({ 'cycles.id': cycleId })
    .groupBy('cycles.id', 'cycles.gwp_set', 'cycles.factor_year')
    .select(
      trx.raw(
        `concat_ws(' ', cycles.gwp_set, cycles.factor_year, count(*), count(fields.deleted_at),
           max(extract(epoch from fields.updated_at))) as version`,
      ),
    )
  return found[0]?.version ?? null
}

/** What a cycle computes with besides its cells. */
export interface CycleBasis {
  gwpSet: GwpSet
  factorYear: number
}

/**
 * Loads fields, factors of the cycle's year and its GWP set. Null when the tenant has no such cycle. `basis`: instead of the
 * cycle's own, to see what would be.
 */
export async function loadSheetSchema(
  trx: Knex.Transaction,
  tableId: string,
  cycleId: string,
  basis: Partial<CycleBasis> = {},
): Promise<SheetSchema | null> {
  const cycle: CycleRow | undefined = await trx('cycles').where({ id: cycleId }).first('gwp_set', 'factor_year')
  if (cycle === undefined) {
    return null
  }
  const { gwpSet = cycle.gwp_set, factorYear = cycle.factor_year } = basis
  const rows = await fieldsInCycle(trx, [tableId], cycleId)
  const fields = rows.map(fieldOf)
  const context = await formulaContext(trx, fields, { gwpSet, factorYear })
  return { tableId, cycleId, fields, context }
}

/** What formulas over these fields mean in a cycle. */
export async function formulaContext(
  trx: Knex.Transaction,
  fields: readonly Field[],
  { gwpSet, factorYear }: CycleBasis,
): Promise<SheetSchema['context']> {
  return {
    fields,
    factors: await factorsOf(trx, fields, factorYear),
    gwp: await loadGwpTable(trx, gwpSet),
    gwpSet,
    factorYear,
  }
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
  } = row
  return { id, key, ordinal, name, type, unit, options, required, rules, formula, role, readers, writers, released }
}

interface CycleRow {
  gwp_set: GwpSet
  factor_year: number
}
