import { InstrumentReply, NewAllocationBody } from '#shared/api/instruments.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { allocateInstrument, releaseAllocation } from '#server/instruments/allocateInstrument.ts'
import { currentAllocations } from '#server/instruments/currentAllocations.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadInstrument, presented } from './loadInstruments.ts'

const TAG = 'Instruments'

export const allocate = route({
  method: 'post',
  path: '/instruments/{id}/allocations',
  tag: TAG,
  summary: 'Cover consumption of a cycle by an instrument; the market-based totals follow',
  body: NewAllocationBody,
  reply: InstrumentReply,
  async handle({ identity, params, body, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    const cycle = { cycleId: body.cycle_id }
    await inTenant(db, tenantId, (trx) => loadInstrument(trx, identity, 'update', params['id']!))
    await collaboration.waitUntilProjected(tenantId, cycle)
    const reply = await inTenant(db, tenantId, async (trx) => {
      const instrument = await loadInstrument(trx, identity, 'update', params['id']!)
      await allocateInstrument(trx, identity, { instrument, body, origin: ip })
      return (await presented(trx, identity, [instrument]))[0]!
    })
    await collaboration.waitUntilProjected(tenantId, cycle)
    return reply
  },
})

export const release = route({
  method: 'delete',
  path: '/instruments/{id}/allocations/{allocation_id}',
  tag: TAG,
  summary: 'Cover that consumption by the instrument no more, while its cycle is not locked',
  reply: null,
  async handle({ identity, params, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    const cycleId = await inTenant(db, tenantId, async (trx) => {
      const { id } = await loadInstrument(trx, identity, 'update', params['id']!)
      const all = await currentAllocations(trx, [id])
      const allocation = all.find((one) => one.id === params['allocation_id'])
      if (allocation === undefined) {
        throw new NotFoundError('allocation')
      }
      await releaseAllocation(trx, identity, { allocation, origin: ip })
      return allocation.cycle_id
    })
    await collaboration.waitUntilProjected(tenantId, { cycleId })
  },
})
