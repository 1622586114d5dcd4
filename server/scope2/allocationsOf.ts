import type { Knex } from 'knex'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import type { Carrier, InstrumentType, RateUnit, StatedRates } from '#shared/scope2/instrument.ts'
import type { Allocation } from './marketBased.ts'
import { ratesOf } from './ratesOf.ts'

export interface NamedAllocation extends Allocation {
  name: string
  /** Set of a rate that was published as CO2e only; null otherwise. */
  rateGwp: GwpSet | null
}

/** The basis by which a cycle counts, with its first and last month. */
export interface AllocationBasis {
  gwp: GwpTable
  gwpSet: GwpSet
  firstMonth: string
  lastMonth: string
}

/** What was bought for a cycle. An allocation over all of its months also covers rows that name no month. */
export async function allocationsOf(
  trx: Knex.Transaction,
  cycleId: string,
  basis: AllocationBasis,
): Promise<NamedAllocation[]> {
  const rows: AllocationRow[] = await trx('instrument_allocations as a')
    .join('instruments as i', (on) => on.on('i.tenant_id', 'a.tenant_id').on('i.id', 'a.instrument_id'))
    .where({ 'a.cycle_id': cycleId })
    .whereNull('a.deleted_at')
    .whereNull('i.deleted_at')
    .orderBy('a.id')
    .select('a.id', 'a.instrument_id', 'a.site', 'a.from_month', 'a.to_month')
    .select('i.type', 'i.name', 'i.carrier', 'i.market', 'i.rates', 'i.rate_unit', 'i.rate_gwp')
    .select(trx.raw('a.mwh::float8 AS mwh'))
  return rows.map((row) => namedAllocation(row, basis))
}

/** An allocation with what its instrument says, by the basis of its cycle. */
export function namedAllocation(row: AllocationRow, basis: AllocationBasis): NamedAllocation {
  return {
    id: row.id,
    instrumentId: row.instrument_id,
    name: row.name,
    type: row.type,
    carrier: row.carrier,
    market: row.market,
    rates: ratesOf(row.rates, row.rate_unit, basis),
    rateGwp: row.rate_gwp,
    site: row.site,
    ...monthsOf(row.from_month, row.to_month, basis),
    mwh: row.mwh,
  }
}

/** Null and null: the whole cycle. */
export function monthsOf(
  from: string,
  to: string,
  { firstMonth, lastMonth }: Pick<AllocationBasis, 'firstMonth' | 'lastMonth'>,
): Pick<Allocation, 'fromMonth' | 'toMonth'> {
  const isWhole = from <= firstMonth && to >= lastMonth
  return isWhole ? { fromMonth: null, toMonth: null } : { fromMonth: from, toMonth: to }
}

/** As stored. */
export interface AllocationRow {
  id: string
  instrument_id: string
  name: string
  site: string | null
  from_month: string
  to_month: string
  mwh: number | null
  type: InstrumentType
  carrier: Carrier
  market: string
  rates: StatedRates
  rate_unit: RateUnit
  rate_gwp: GwpSet | null
}
