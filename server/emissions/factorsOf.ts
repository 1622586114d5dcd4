import type { Knex } from 'knex'

import type { CycleStatus } from '#shared/api/cycles.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { CompanyFactors, type FactorRow, ownFactors } from './companyFactors.ts'

type Factors = ReadonlyMap<string, EmissionFactor>

/**
 * How factors count. `now`: as they are. `locked`: what was found out about them since does not undo what was reported. `whole`:
 * as in cycles that were locked before gases outside the scopes were told apart: everything in the scope.
 */
export type FactorsAs = 'now' | 'locked' | 'whole'

/** Of a cycle: which factors its options mean, and how they count. */
export interface FactorYear {
  factorYear: number
  factorsAs: FactorsAs
}

/** How factors count in a cycle (`counts_all_gases` of `cycles`). */
export const factorsAsIn = (cycle: { status: CycleStatus; countsAllGases: boolean }): FactorsAs =>
  cycle.status !== 'locked' ? 'now' : cycle.countsAllGases ? 'whole' : 'locked'

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
  { factorYear, factorsAs }: FactorYear,
): Promise<Factors> {
  const ids = fields.flatMap((field) => field.options.flatMap((option) => option.factors?.[factorYear] ?? []))
  return ids.length === 0 ? new Map() : factorsById(trx, ids, factorsAs)
}

/** Those of the ids that are factors which formulas can use. */
export async function factorsById(trx: Knex.Transaction, ids: readonly string[], as: FactorsAs): Promise<Factors> {
  const wanted = [...new Set(ids)]
  const published: FactorRow[] = await usable(trx).whereIn('id', wanted)
  const custom: FactorRow[] = await ownFactors(trx).whereIn('f.id', wanted)
  const factors = byId([...published, ...custom])
  return as === 'now' ? factors : new Map([...factors].map(([id, factor]) => [id, UNMARKED[as](factor)]))
}

const UNMARKED: Readonly<Record<Exclude<FactorsAs, 'now'>, (factor: EmissionFactor) => EmissionFactor>> = {
  locked(factor) {
    const { approval, ...rest } = factor
    return approval === undefined ? factor : rest
  },
  whole(factor) {
    const { outsideScopes, memo, approval, ...rest } = factor
    return outsideScopes === undefined && memo === undefined && approval === undefined ? factor : rest
  },
}

/** Kept for all tables and tenants: published factors are immutable under their id, so a count tells of new ones. */
let library: { version: string; factors: Factors } | null = null
const ofCompanies = new CompanyFactors()
/** What the library is in locked cycles, by what it is now. */
const unmarked = { locked: new WeakMap<Factors, Factors>(), whole: new WeakMap<Factors, Factors>() }

async function allFactors(trx: Knex.Transaction, { factorsAs }: FactorYear): Promise<Factors> {
  const found: { version: string } | undefined = await trx('factors')
    .whereNotNull('normalised')
    .first(trx.raw(`concat_ws(' ', count(*), max(created_at), min(id), max(id)) as version`))
  const version = found?.version ?? ''
  if (library?.version !== version) {
    library = { version, factors: byId(await usable(trx)) }
  }
  const all = await ofCompanies.beside(trx, library.factors)
  if (factorsAs === 'now') {
    return all
  }
  const kept =
    unmarked[factorsAs].get(all) ?? new Map([...all].map(([id, factor]) => [id, UNMARKED[factorsAs](factor)]))
  unmarked[factorsAs].set(all, kept)
  return kept
}

const usable = (trx: Knex.Transaction): Knex.QueryBuilder<object, FactorRow[]> =>
  trx('factors').whereNotNull('normalised').select('id', 'normalised')

const byId = (rows: readonly FactorRow[]): Factors => new Map(rows.map((row) => [row.id, row.normalised]))
