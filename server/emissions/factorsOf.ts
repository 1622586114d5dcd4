import type { Knex } from 'knex'

import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { CompanyFactors, type FactorRow, ownFactors } from './companyFactors.ts'

type Factors = ReadonlyMap<string, EmissionFactor>

/** Of a cycle: which factors its options mean, and whether it is locked: then it has its factors as it was computed with them. */
export interface FactorYear {
  factorYear: number
  isLocked: boolean
}

/**
 * The factors that formulas over these fields can ask for, by id: those that options name for the year, and all that can be
 * computed with where a cell may name any of them.
 */
export async function factorsOf(trx: Knex.Transaction, fields: readonly Field[], year: FactorYear): Promise<Factors> {
  return fields.some(readsCells) ? allFactors(trx, year) : factorsOfOptions(trx, fields, year)
}

/** A factor field without a unit is not read by formulas. */
export const readsCells = ({ type, unit }: Pick<Field, 'type' | 'unit'>): boolean => type === 'factor' && unit !== null

/** The factors that the options name for that year and that formulas can use, by id. */
export async function factorsOfOptions(
  trx: Knex.Transaction,
  fields: readonly Field[],
  { factorYear, isLocked }: FactorYear,
): Promise<Factors> {
  const ids = fields.flatMap((field) => field.options.flatMap((option) => option.factors?.[factorYear] ?? []))
  return ids.length === 0 ? new Map() : factorsById(trx, ids, isLocked)
}

/** Those of the ids that are factors which formulas can use. */
export async function factorsById(trx: Knex.Transaction, ids: readonly string[], isLocked: boolean): Promise<Factors> {
  const wanted = [...new Set(ids)]
  const published: FactorRow[] = await usable(trx).whereIn('id', wanted)
  const custom: FactorRow[] = await ownFactors(trx).whereIn('f.id', wanted)
  const factors = byId([...published, ...custom])
  return isLocked ? asLocked(factors) : factors
}

/** What was found out about a factor since, does not undo what was reported with it. */
function asLocked(factors: Factors): Factors {
  const unmarked = (factor: EmissionFactor): EmissionFactor => {
    const { outsideScopes, approval, ...rest } = factor
    return outsideScopes === undefined && approval === undefined ? factor : rest
  }
  return new Map([...factors].map(([id, factor]) => [id, unmarked(factor)]))
}

/** Kept for all tables and tenants: published factors are immutable under their id, so a count tells of new ones. */
let library: { version: string; factors: Factors; locked: Factors } | null = null
const ofCompanies = new CompanyFactors()
const ofCompaniesLocked = new WeakMap<Factors, Factors>()

async function allFactors(trx: Knex.Transaction, { isLocked }: FactorYear): Promise<Factors> {
  const found: { version: string } | undefined = await trx('factors')
    .whereNotNull('normalised')
    .first(trx.raw(`concat_ws(' ', count(*), max(created_at), min(id), max(id)) as version`))
  const version = found?.version ?? ''
  if (library?.version !== version) {
    const factors = byId(await usable(trx))
    library = { version, factors, locked: asLocked(factors) }
  }
  const { factors, locked } = library
  const all = await ofCompanies.beside(trx, factors)
  if (!isLocked || all === factors) {
    return isLocked ? locked : all
  }
  const kept = ofCompaniesLocked.get(all) ?? asLocked(all)
  ofCompaniesLocked.set(all, kept)
  return kept
}

const usable = (trx: Knex.Transaction): Knex.QueryBuilder<object, FactorRow[]> =>
  trx('factors').whereNotNull('normalised').select('id', 'normalised')

const byId = (rows: readonly FactorRow[]): Factors => new Map(rows.map((row) => [row.id, row.normalised]))
