import type { Knex } from 'knex'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import { loadGwpTable } from '../emissions/sheetSchema.ts'
import { type AllocationBasis, allocationsOf, type NamedAllocation } from './allocationsOf.ts'
import { type ConsumedEnergy, type ConsumedPlace, consumedEnergy } from './consumedEnergy.ts'
import { coverConsumption, type CoveredConsumption } from './marketBased.ts'

/** Energy of one site, month and grid, and what covers it. */
export type CoveredPlace = CoveredConsumption & ConsumedPlace

/** Both sides of scope 2 of a cycle, at the finest grain. */
export interface CycleScope2 extends Pick<ConsumedEnergy, 'others'> {
  basis: AllocationBasis
  allocations: readonly NamedAllocation[]
  consumption: readonly CoveredPlace[]
  excess: ReadonlyMap<string, number>
}

/** A cycle as far as scope 2 needs it. */
export interface Scope2Cycle {
  id: string
  projectId: string
  gwpSet: GwpSet
  factorYear: number
  startsOn: string
  endsOn: string
}

/** Without any allocation both sides of scope 2 are the same, and nothing can be too much. */
export async function hasAllocations(trx: Knex.Transaction, cycleId: string): Promise<boolean> {
  const found: unknown = await trx('instrument_allocations')
    .where({ cycle_id: cycleId })
    .whereNull('deleted_at')
    .first('id')
  return found !== undefined
}

/** Reads rows and allocations as they are in the transaction, over everything: who may see it is the caller's question. */
export async function cycleScope2(
  trx: Knex.Transaction,
  cycle: Scope2Cycle,
  exactness: { isExact?: boolean } = {},
): Promise<CycleScope2> {
  const basis = await basisOf(trx, cycle)
  const { consumption, others } = await consumedEnergy(trx, cycle, basis, exactness)
  const allocations = await allocationsOf(trx, cycle.id, basis)
  return coveredScope2(basis, allocations, { consumption, others })
}

/** The same of what was read already; pure. */
export function coveredScope2(
  basis: AllocationBasis,
  allocations: readonly NamedAllocation[],
  { consumption, others }: ConsumedEnergy,
): CycleScope2 {
  const covered = coverConsumption(consumption, allocations)
  return {
    basis,
    allocations,
    others,
    consumption: covered.consumption.map(({ lines }, index) => ({ ...consumption[index]!, lines })),
    excess: covered.excess,
  }
}

export async function basisOf(
  trx: Knex.Transaction,
  { gwpSet, startsOn, endsOn }: Pick<Scope2Cycle, 'gwpSet' | 'startsOn' | 'endsOn'>,
): Promise<AllocationBasis> {
  const [firstMonth, lastMonth] = [startsOn.slice(0, 7), endsOn.slice(0, 7)]
  return { gwp: await loadGwpTable(trx, gwpSet), gwpSet, firstMonth, lastMonth }
}

/** Which rows a sum is over. */
export interface Scope2Part {
  tableIds: ReadonlySet<string>
  site?: string | undefined
  month?: string | undefined
}

/**
 * Kilograms of CO2e, market-based, of some of the rows; null when nothing of it is known. Instruments cover what is consumed;
 * of what comes of it, each site counts by its share.
 */
export function marketBasedKg({ consumption, others }: CycleScope2, part: Scope2Part, share: SiteShare): number | null {
  const isIn = (row: { tableId: string; site: string | null; month: string | null }): boolean =>
    part.tableIds.has(row.tableId) &&
    (part.site === undefined || part.site === row.site) &&
    (part.month === undefined || part.month === row.month)
  const counted = (kg: number | null, site: string | null): number | null => (kg === null ? null : kg * share(site))
  const lines = consumption.filter(isIn).flatMap(({ site, lines: own }) => own.map(({ kg }) => counted(kg, site)))
  return sumKnown([...lines, ...others.filter(isIn).map(({ kg, site }) => counted(kg, site))])
}

/** Null when no amount is known. */
export function sumKnown(amounts: readonly (number | null)[]): number | null {
  const sum = new ExactSum()
  const known = amounts.filter((amount) => amount !== null)
  known.forEach((amount) => sum.add(amount))
  return known.length === 0 ? null : sum.value
}
