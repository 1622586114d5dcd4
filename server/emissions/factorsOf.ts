import type { Knex } from 'knex'

import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'

type Factors = ReadonlyMap<string, EmissionFactor>

/**
 * The factors that formulas over these fields can ask for, by id: those that options name for the year, and all that can be
 * computed with where a cell may name any of them.
 */
export async function factorsOf(trx: Knex.Transaction, fields: readonly Field[], factorYear: number): Promise<Factors> {
  return fields.some(readsCells) ? allFactors(trx) : factorsOfOptions(trx, fields, factorYear)
}

/** A factor field without a unit is not read by formulas. */
export const readsCells = ({ type, unit }: Pick<Field, 'type' | 'unit'>): boolean => type === 'factor' && unit !== null

/** The factors that the options name for that year and that formulas can use, by id. */
export async function factorsOfOptions(
  trx: Knex.Transaction,
  fields: readonly Field[],
  factorYear: number,
): Promise<Factors> {
  const ids = fields.flatMap((field) => field.options.flatMap((option) => option.factors?.[factorYear] ?? []))
  return ids.length === 0 ? new Map() : factorsById(trx, ids)
}

/** Those of the ids that are factors which formulas can use. */
export async function factorsById(trx: Knex.Transaction, ids: readonly string[]): Promise<Factors> {
  const rows: FactorRow[] = await usable(trx).whereIn('id', [...new Set(ids)])
  return byId(rows)
}

/** Kept for all tables and tenants: published factors are immutable under their id, so a count tells of new ones. */
let library: { version: string; factors: Factors } | null = null

async function allFactors(trx: Knex.Transaction): Promise<Factors> {
  const found: { version: string } | undefined = await trx('factors')
    .whereNotNull('normalised')
    .first(trx.raw(`concat_ws(' ', count(*), max(created_at), min(id), max(id)) as version`))
  const version = found?.version ?? ''
  if (library?.version !== version) {
    library = { version, factors: byId(await usable(trx)) }
  }
  return library.factors
}

const usable = (trx: Knex.Transaction): Knex.QueryBuilder<object, FactorRow[]> =>
  trx('factors').whereNotNull('normalised').select('id', 'normalised')

const byId = (rows: readonly FactorRow[]): Factors => new Map(rows.map((row) => [row.id, row.normalised]))

interface FactorRow {
  id: string
  normalised: EmissionFactor
}
