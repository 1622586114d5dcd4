import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import { type InstrumentBody, NewInstrumentBody } from '#shared/api/instruments.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Instrument } from '../models/Instrument.ts'
import type { Identity } from '../policies/Identity.ts'
import { tellScope2 } from '../scope2/tellScope2.ts'
import { allocationProblems } from './allocationProblems.ts'
import { currentAllocations, sumMwh } from './currentAllocations.ts'
import { instrumentProblems } from './instrumentProblems.ts'
import { openCycleForScope2 } from './openCycleForScope2.ts'
import { oneInstrumentAtATime, recordInstrument } from './recordInstrument.ts'

const today = (): string => new Date().toISOString().slice(0, 10)

/** Keeps a new instrument. Throws ValidationError with everything that is wrong with it. */
export async function addInstrument(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: NewInstrumentBody; origin: string },
): Promise<Instrument> {
  await oneInstrumentAtATime(trx)
  refuse(await instrumentProblems(trx, body, { today: today() }))
  const { tenantId, userId: madeBy } = identity
  const made = await Instrument.query(trx)
    .insert({ ...columnsOf(body), tenantId, madeBy })
    .returning('*')
  await recordInstrument(trx, identity, { id: made.id, action: 'instrument.create', before: null, after: body, origin })
  return made
}

/**
 * Changes an instrument that was loaded to be changed; what it covers has to stay right. Returns the cycles whose totals follow. Throws LockedError when a
 * locked cycle rests on it, and ValidationError.
 */
export async function changeInstrument(
  trx: Knex.Transaction,
  identity: Identity,
  { instrument, body, origin }: { instrument: Instrument; body: InstrumentBody; origin: string },
): Promise<string[]> {
  const before = bodyOf(instrument)
  const after = NewInstrumentBody.parse({ ...before, ...body })
  if (isDeepStrictEqual(before, after)) {
    return []
  }
  const allocations = await currentAllocations(trx, [instrument.id])
  const problems = await instrumentProblems(trx, after, { id: instrument.id, today: today() })
  const draft = { ...columnsOf(after), id: instrument.id }
  for (const allocation of allocations) {
    const cycle = await openCycleForScope2(trx, identity, allocation.cycle_id)
    const found = await allocationProblems(trx, draft, cycle, { draft: allocation, all: allocations })
    problems.push(...found.filter(({ path, code }) => !problems.some((one) => one.path === path && one.code === code)))
  }
  refuse(problems)
  await Instrument.query(trx)
    .where({ tenant_id: identity.tenantId, id: instrument.id })
    .patch({ ...columnsOf(after), updatedAt: trx.raw('now()') })
  await recordInstrument(trx, identity, { id: instrument.id, action: 'instrument.change', before, after, origin })
  const cycleIds = [...new Set(allocations.map(({ cycle_id: id }) => id))]
  await tellScope2(trx, identity.tenantId, cycleIds)
  return cycleIds
}

/** Takes an instrument away that covers nothing. It stays in the database; its name and serial numbers are free again. */
export async function retireInstrument(
  trx: Knex.Transaction,
  identity: Identity,
  { instrument, origin }: { instrument: Instrument; origin: string },
): Promise<void> {
  const allocations = await currentAllocations(trx, [instrument.id])
  if (allocations.length > 0) {
    const cycles = [...new Set(allocations.map(({ cycle_name: name }) => name))].join(', ')
    const message = `It covers consumption of ${cycles}${sumMwh(allocations) > 0 ? ` (${sumMwh(allocations)} MWh)` : ''}. Take these allocations away first.`
    throw new BlockedError('Only an instrument that covers nothing can be deleted. Nothing was changed.', [
      { path: '', code: 'allocated', message },
    ])
  }
  await Instrument.query(trx)
    .where({ tenant_id: identity.tenantId, id: instrument.id })
    .patch({ deletedAt: trx.raw('now()') })
  const before = bodyOf(instrument)
  await recordInstrument(trx, identity, { id: instrument.id, action: 'instrument.delete', before, after: null, origin })
}

export function refuse(problems: readonly ProblemDetail[]): void {
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
}

type Columns = Pick<
  Instrument,
  | 'type'
  | 'name'
  | 'carrier'
  | 'market'
  | 'source'
  | 'registry'
  | 'serials'
  | 'mwh'
  | 'rates'
  | 'rateUnit'
  | 'rateGwp'
  | 'vintageFrom'
  | 'vintageTo'
  | 'retiredOn'
  | 'beneficiary'
  | 'evidence'
  | 'evidenceUrl'
>

function columnsOf(body: NewInstrumentBody): Columns {
  const { rate_unit, rate_gwp, vintage_from, vintage_to, retired_on, evidence_url, ...same } = body
  return {
    ...same,
    rates: Object.fromEntries(Object.entries(body.rates).filter(([, amount]) => amount !== undefined)),
    rateUnit: rate_unit,
    rateGwp: rate_gwp,
    vintageFrom: vintage_from,
    vintageTo: vintage_to,
    retiredOn: retired_on,
    evidenceUrl: evidence_url,
  }
}

/** As it is sent and shown. */
export function bodyOf(instrument: Instrument): NewInstrumentBody {
  const { type, name, carrier, market, source, registry, serials, mwh, rates, beneficiary, evidence } = instrument
  return {
    type,
    name,
    carrier,
    market,
    source,
    registry,
    serials,
    mwh,
    rates,
    beneficiary,
    evidence,
    rate_unit: instrument.rateUnit,
    rate_gwp: instrument.rateGwp,
    vintage_from: instrument.vintageFrom,
    vintage_to: instrument.vintageTo,
    retired_on: instrument.retiredOn,
    evidence_url: instrument.evidenceUrl,
  }
}
