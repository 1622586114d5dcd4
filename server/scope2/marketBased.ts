/**
 * The market-based side of scope 2 (GHG Protocol Scope 2 Guidance, chapters 6 and 7):
 * `sum(MWh_inst x EF_inst) + (MWh - sum MWh_inst) x EF_residual`. Pure: what is consumed and what was bought, no database.
 */
import { marketCovers } from '#shared/scope2/markets.ts'
import {
  type Carrier,
  INSTRUMENT_TYPES,
  type InstrumentType,
  RATE_GASES,
  type RateGas,
} from '#shared/scope2/instrument.ts'

/** Kilograms of CO2e per MWh by the cycle's GWP set; a gas that is absent was not stated. */
export type Rates = Partial<Record<RateGas | 'CO2e', number>>

/** Energy that a site consumed in a month, of one grid. */
export interface Consumption {
  tableId: string
  /** Null: the rows name no site, or no month. */
  site: string | null
  month: string | null
  carrier: Carrier
  /** Of the grid factor; null when the rows name none. */
  geography: string | null
  mwh: number
  /** Location-based kilograms of CO2e per MWh, `CO2e` being all of it; null when they are unknown. */
  grid: (Rates & { CO2e: number }) | null
}

/** A part of what an instrument covers. */
export interface Allocation {
  id: string
  instrumentId: string
  type: InstrumentType
  carrier: Carrier
  market: string
  rates: Rates
  site: string | null
  /** Months, both inside; null: the whole cycle, also rows without a month. */
  fromMonth: string | null
  toMonth: string | null
  /** Null: all that is left. */
  mwh: number | null
}

/** Energy that was covered in one way. */
export interface CoveredLine {
  /** Null: the grid average, or unknown. */
  allocation: Allocation | null
  source: InstrumentType | 'grid_average' | 'unknown'
  mwh: number
  /** Kilograms of CO2e; null when unknown. */
  kg: number | null
  /** Gases that the instrument does not state, and whose rate was used instead; "missing": nobody states it. */
  fallbacks: readonly { gas: RateGas; from: 'supplier_rate' | 'residual_mix' | 'grid_average' | 'missing' }[]
}

export interface CoveredConsumption extends Consumption {
  lines: readonly CoveredLine[]
}

export interface Coverage {
  consumption: readonly CoveredConsumption[]
  /** Megawatt-hours of allocations that find nothing left to cover, by the id of the allocation. */
  excess: ReadonlyMap<string, number>
}

/** Below a watt-hour: noise of adding fractions. */
const NOTHING_MWH = 5e-7

/**
 * Covers consumption by amounts first, shared out by what each month and site has left; allocations of shorter periods and
 * of single sites choose before those that have more to choose from. The rest has the supplier's rate, else the residual
 * mix, else the average of its grid.
 */
export function coverConsumption(consumption: readonly Consumption[], allocations: readonly Allocation[]): Coverage {
  const places = consumption.map((place) => ({ place, left: Math.max(0, place.mwh), lines: [] as CoveredLine[] }))
  const excess = new Map<string, number>()
  const ordered = allocations.toSorted(byChoice)
  for (const allocation of ordered) {
    if (allocation.mwh === null) {
      continue
    }
    const open = places.filter(({ place, left }) => left > 0 && covers(allocation, place))
    const room = open.reduce((sum, { left }) => sum + left, 0)
    const taken = Math.min(allocation.mwh, room)
    if (allocation.mwh - taken > NOTHING_MWH) {
      excess.set(allocation.id, allocation.mwh - taken)
    }
    for (const one of open) {
      const mwh = taken === room ? one.left : taken * (one.left / room)
      one.left -= mwh
      one.lines.push(lineOf(allocation, mwh, one.place, ordered))
    }
  }
  return {
    excess,
    consumption: places.map(({ place, left, lines }) => {
      const rest = place.mwh < 0 ? place.mwh : left
      const isEmpty = rest === 0 || (lines.length > 0 && Math.abs(rest) < NOTHING_MWH)
      return { ...place, lines: isEmpty ? lines : [...lines, restLine(rest, place, ordered)] }
    }),
  }
}

/** Whether the allocation may cover energy of that place at all. */
export function covers(allocation: Omit<Allocation, 'rates'>, place: Consumption): boolean {
  return (
    allocation.carrier === place.carrier &&
    place.geography !== null &&
    marketCovers(allocation.market, place.geography) &&
    isWithin(allocation, place)
  )
}

/** The same without the market. */
export function isWithin(
  { site, fromMonth, toMonth }: Pick<Allocation, 'site' | 'fromMonth' | 'toMonth'>,
  place: Pick<Consumption, 'site' | 'month'>,
): boolean {
  const isInPeriod =
    fromMonth === null ||
    toMonth === null ||
    (place.month !== null && fromMonth <= place.month && place.month <= toMonth)
  return isInPeriod && (site === null || site === place.site)
}

/** Who has less to choose from comes first; then the hierarchy; then always the same. */
function byChoice(one: Allocation, other: Allocation): number {
  return (
    monthsOf(one) - monthsOf(other) ||
    Number(one.site === null) - Number(other.site === null) ||
    INSTRUMENT_TYPES.indexOf(one.type) - INSTRUMENT_TYPES.indexOf(other.type) ||
    (one.id < other.id ? -1 : 1)
  )
}

function monthsOf({ fromMonth, toMonth }: Allocation): number {
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return fromMonth === null || toMonth === null ? Number.MAX_SAFE_INTEGER : index(toMonth) - index(fromMonth)
}

function lineOf(allocation: Allocation, mwh: number, place: Consumption, all: readonly Allocation[]): CoveredLine {
  const { rates, type } = allocation
  if (rates.CO2e !== undefined) {
    return { allocation, source: type, mwh, kg: mwh * rates.CO2e, fallbacks: [] }
  }
  const below = restRates(place, all).filter((next) => next.allocation !== allocation)
  const fallbacks: CoveredLine['fallbacks'][number][] = []
  let kgPerMwh = 0
  for (const gas of RATE_GASES) {
    const stated = rates[gas]
    // a rate in CO2e has no gases: adding another's CH4 and N2O to it would count them twice
    const found = stated === undefined ? below.find((next) => next.rates[gas] !== undefined) : undefined
    kgPerMwh += stated ?? found?.rates[gas] ?? 0
    if (stated === undefined) {
      fallbacks.push({ gas, from: found?.source ?? 'missing' })
    }
  }
  return { allocation, source: type, mwh, kg: mwh * kgPerMwh, fallbacks }
}

function restLine(mwh: number, place: Consumption, all: readonly Allocation[]): CoveredLine {
  const [first] = restRates(place, all)
  if (first === undefined) {
    return { allocation: null, source: 'unknown', mwh, kg: null, fallbacks: [] }
  }
  return first.allocation === null
    ? { allocation: null, source: 'grid_average', mwh, kg: mwh * (place.grid?.CO2e ?? 0), fallbacks: [] }
    : lineOf(first.allocation, mwh, place, all)
}

/**
 * How one more megawatt-hour at a place is covered: amounts are what they are, so by a rate, a residual mix or the grid.
 * Kilograms are per megawatt-hour.
 */
export const nextMegawattHour = (place: Consumption, allocations: readonly Allocation[]): CoveredLine =>
  restLine(1, place, allocations.toSorted(byChoice))

interface RestRates {
  source: 'supplier_rate' | 'residual_mix' | 'grid_average'
  allocation: Allocation | null
  rates: Rates
}

/** What energy has that no amount covers, best first. */
function restRates(place: Consumption, all: readonly Allocation[]): RestRates[] {
  const open = all.filter((allocation) => allocation.mwh === null && covers(allocation, place))
  const ofType = (source: 'supplier_rate' | 'residual_mix'): RestRates[] =>
    open.filter(({ type }) => type === source).map((allocation) => ({ source, allocation, rates: allocation.rates }))
  const grid: RestRates[] = place.grid === null ? [] : [{ source: 'grid_average', allocation: null, rates: place.grid }]
  return [...ofType('supplier_rate'), ...ofType('residual_mix'), ...grid]
}
