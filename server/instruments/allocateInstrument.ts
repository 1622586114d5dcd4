import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { NewAllocationBody } from '#shared/api/instruments.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Instrument } from '../models/Instrument.ts'
import type { Identity } from '../policies/Identity.ts'
import { tellScope2 } from '../scope2/tellScope2.ts'
import { allocationProblems } from './allocationProblems.ts'
import { type CurrentAllocation, currentAllocations } from './currentAllocations.ts'
import { openCycleForScope2 } from './openCycleForScope2.ts'
import { recordInstrument } from './recordInstrument.ts'
import { refuse } from './saveInstrument.ts'

/**
 * Covers consumption of a cycle by an instrument; its rows are projected. Throws NotFoundError, PermissionError, LockedError,
 * and ValidationError with everything that speaks against it.
 */
export async function allocateInstrument(
  trx: Knex.Transaction,
  identity: Identity,
  { instrument, body, origin }: { instrument: Instrument; body: NewAllocationBody; origin: string },
): Promise<void> {
  const cycle = await openCycleForScope2(trx, identity, body.cycle_id)
  const { site, mwh, from_month = cycle.startsOn.slice(0, 7), to_month = cycle.endsOn.slice(0, 7) } = body
  const draft = { site, mwh, from_month, to_month }
  const all = await currentAllocations(trx, [instrument.id])
  refuse([...(await allocationProblems(trx, instrument, cycle, { draft, all })), ...sameAgain(all, cycle, draft)])
  await trx('instrument_allocations').insert({
    ...draft,
    tenant_id: identity.tenantId,
    instrument_id: instrument.id,
    cycle_id: cycle.id,
    made_by: identity.userId,
  })
  const after = { ...draft, cycle_id: cycle.id }
  await recordInstrument(trx, identity, {
    id: instrument.id,
    action: 'instrument.allocate',
    before: null,
    after,
    origin,
  })
  await tellScope2(trx, identity.tenantId, [cycle.id])
}

/** One allocation per cycle, site and period: a request that is sent twice covers once. */
function sameAgain(
  all: readonly CurrentAllocation[],
  cycle: Cycle,
  draft: { site: string | null; from_month: string; to_month: string },
): ProblemDetail[] {
  const message = 'It covers this site and period already. Take that allocation away, and enter the whole amount.'
  const isThere = all.some(
    (one) =>
      one.cycle_id === cycle.id &&
      one.site === draft.site &&
      one.from_month === draft.from_month &&
      one.to_month === draft.to_month,
  )
  return isThere ? [{ path: 'site', code: 'taken', message }] : []
}

/** Takes an allocation away again. Throws NotFoundError, PermissionError and LockedError. */
export async function releaseAllocation(
  trx: Knex.Transaction,
  identity: Identity,
  { allocation, origin }: { allocation: CurrentAllocation; origin: string },
): Promise<void> {
  const cycle = await openCycleForScope2(trx, identity, allocation.cycle_id)
  const { id, instrument_id: instrumentId, site, from_month, to_month, mwh, cycle_id } = allocation
  await trx('instrument_allocations').where({ id }).update({ deleted_at: trx.fn.now() })
  const before = { cycle_id, site, from_month, to_month, mwh }
  const entry = { id: instrumentId, action: 'instrument.release', before, after: null, origin }
  await recordInstrument(trx, identity, entry)
  await tellScope2(trx, identity.tenantId, [cycle.id])
}
