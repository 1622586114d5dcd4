import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { overlaps } from '#shared/cycles/period.ts'
import { isAmount } from '#shared/scope2/instrument.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Instrument } from '../models/Instrument.ts'
import { monthsOf } from '../scope2/allocationsOf.ts'
import { cycleScope2 } from '../scope2/cycleScope2.ts'
import { type Allocation, coverConsumption, covers, isWithin } from '../scope2/marketBased.ts'
import { ratesOf } from '../scope2/ratesOf.ts'
import { counting, type CurrentAllocation, sumMwh } from './currentAllocations.ts'

/** What an instrument is to cover. */
export interface AllocationDraft {
  /** Of one that is there already. */
  id?: string
  site: string | null
  from_month: string
  to_month: string
  mwh: number | null
}

type Covered = Pick<
  Instrument,
  | 'id'
  | 'type'
  | 'name'
  | 'carrier'
  | 'market'
  | 'mwh'
  | 'rates'
  | 'rateUnit'
  | 'vintageFrom'
  | 'vintageTo'
  | 'retiredOn'
>

const NEW = ''
const problem = (path: string, code: ProblemDetail['code'], message: string): ProblemDetail => ({ path, code, message })
const amount = (mwh: number): string => `${Math.round(mwh * 1e6) / 1e6} MWh`

/**
 * Everything that speaks against covering consumption of a cycle by an instrument, all at once: quality criteria of the GHG
 * Protocol, and what the rows say. `all`: every allocation of the instrument, of whatever cycle.
 */
export async function allocationProblems(
  trx: Knex.Transaction,
  instrument: Covered,
  cycle: Cycle,
  { draft, all }: { draft: AllocationDraft; all: readonly CurrentAllocation[] },
): Promise<ProblemDetail[]> {
  const others = counting(all).filter(({ id }) => id !== draft.id)
  const formal = [
    ...periodProblems(draft, cycle),
    ...qualityProblems(instrument, draft),
    ...claimProblems(instrument, cycle, draft, others),
  ]
  return formal.some(({ path }) => path.endsWith('_month'))
    ? formal
    : [...formal, ...(await consumptionProblems(trx, instrument, cycle, draft))]
}

function periodProblems({ from_month: from, to_month: to }: AllocationDraft, cycle: Cycle): ProblemDetail[] {
  const [first, last] = [cycle.startsOn.slice(0, 7), cycle.endsOn.slice(0, 7)]
  const message = `${cycle.name} goes from ${first} to ${last}. Choose months of it.`
  return [
    ...(from < first || from > last ? [problem('from_month', 'outside-cycle', message)] : []),
    ...(to < first || to > last ? [problem('to_month', 'outside-cycle', message)] : []),
    ...(to < from ? [problem('to_month', 'out-of-order', 'The last month is before the first.')] : []),
  ]
}

function qualityProblems(instrument: Covered, { from_month: from, to_month: to }: AllocationDraft): ProblemDetail[] {
  const { type, vintageFrom, vintageTo, retiredOn } = instrument
  const period = { startsOn: `${from}-01`, endsOn: `${to}-31` }
  const found = overlaps({ startsOn: vintageFrom, endsOn: vintageTo }, period)
    ? []
    : [
        problem(
          'vintage_from',
          'vintage',
          `It is of ${vintageFrom} to ${vintageTo}, and the energy was consumed from ${from} to ${to}. Use one of that time.`,
        ),
      ]
  const message =
    'It has not been retired, so somebody else may still claim it. Retire it in the registry and enter the day.'
  return type === 'certificate' && retiredOn === null
    ? [...found, problem('retired_on', 'not-retired', message)]
    : found
}

function claimProblems(
  { type, mwh }: Covered,
  cycle: Cycle,
  draft: AllocationDraft,
  others: readonly CurrentAllocation[],
): ProblemDetail[] {
  const elsewhere = others.find(({ cycle_id: id }) => id !== cycle.id)
  const claimed = `${elsewhere?.project_name}, ${elsewhere?.cycle_name} claims it already: a certificate counts in one cycle. Enter the part for ${cycle.name} as an instrument of its own, with its serial numbers.`
  const found = type === 'certificate' && elsewhere !== undefined ? [problem('cycle_id', 'other-cycle', claimed)] : []
  if (isAmount(type) && draft.mwh === null) {
    found.push(problem('mwh', 'required', 'Say how many MWh of it are for this.'))
  }
  if (type === 'residual_mix' && draft.mwh !== null) {
    const message = 'A residual mix covers all that nothing else does. Leave the amount empty.'
    found.push(problem('mwh', 'not-used', message))
  }
  if (mwh !== null && draft.mwh === null && !isAmount(type)) {
    found.push(problem('mwh', 'required', `It stands for ${amount(mwh)}: say how many of them are for this.`))
  }
  const left = mwh === null ? Number.POSITIVE_INFINITY : sumMwh([{ mwh }, { mwh: -sumMwh(others) }])
  if (mwh !== null && draft.mwh !== null && draft.mwh > left) {
    const message = `It stands for ${amount(mwh)}, of which ${amount(left)} are left. Allocate no more than that.`
    found.push(problem('mwh', 'more-than-bought', message))
  }
  return found
}

/** Against the rows as they are: is there such consumption, in this market, and is it not covered already? */
async function consumptionProblems(
  trx: Knex.Transaction,
  instrument: Covered,
  cycle: Cycle,
  draft: AllocationDraft,
): Promise<ProblemDetail[]> {
  const { basis, consumption, allocations } = await cycleScope2(trx, cycle)
  const { id: instrumentId, type, carrier, market } = instrument
  const allocation: Allocation = {
    id: draft.id ?? NEW,
    instrumentId,
    type,
    carrier,
    market,
    site: draft.site,
    mwh: draft.mwh,
    ...monthsOf(draft.from_month, draft.to_month, basis),
    rates: ratesOf(instrument.rates, instrument.rateUnit, basis),
  }
  const there = consumption.filter((place) => place.carrier === carrier && isWithin(allocation, place))
  const inMarket = there.filter((place) => covers(allocation, place))
  if (there.length === 0) {
    const message = `No row of ${cycle.name} consumes ${carrier} there from ${draft.from_month} to ${draft.to_month}. Enter it first, or choose another site or period.`
    return [problem('site', 'no-consumption', message)]
  }
  if (inMarket.length === 0) {
    const grids = [...new Set(there.map(({ geography }) => geography ?? 'no known grid'))].join(', ')
    const message = `It is of the market ${market}, and the energy was consumed in ${grids}. Use an instrument of that market.`
    return [problem('market', 'other-market', message)]
  }
  const others = allocations.filter(({ id }) => id !== draft.id)
  if (allocation.mwh === null) {
    const twin = others.find(
      (other) => other.mwh === null && other.type === type && inMarket.some((place) => covers(other, place)),
    )
    const message = `“${twin?.name}” is the rate of that energy already. Take that allocation away, or choose another site or period.`
    return twin === undefined ? [] : [problem('site', 'already-covered', message)]
  }
  const total = (excess: ReadonlyMap<string, number>): number => [...excess.values()].reduce((sum, mwh) => sum + mwh, 0)
  const before = total(coverConsumption(consumption, others).excess)
  const tooMuch = total(coverConsumption(consumption, [...others, allocation]).excess) - before
  if (tooMuch <= 0) {
    return []
  }
  const room = Math.max(0, Math.floor((allocation.mwh - tooMuch) * 1e6 + 0.5) / 1e6)
  const message = `${amount(room)} are consumed there and not covered yet. Allocate no more than that.`
  return [problem('mwh', 'more-than-consumed', message)]
}
