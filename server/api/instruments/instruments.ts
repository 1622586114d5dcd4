import {
  InstrumentBody,
  InstrumentReply,
  InstrumentsQuery,
  InstrumentsReply,
  NewInstrumentBody,
} from '#shared/api/instruments.ts'
import { addInstrument, changeInstrument, retireInstrument } from '#server/instruments/saveInstrument.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { allocate, release } from './allocations.ts'
import { listInstruments, loadInstrument, presented } from './loadInstruments.ts'
import { rateQualityRoutes } from './rateQuality.ts'

const TAG = 'Instruments'

const list = route({
  method: 'get',
  path: '/instruments',
  tag: TAG,
  summary: 'Certificates, contracts, supplier rates and residual mixes by name, with what they cover and what is left',
  query: InstrumentsQuery,
  reply: InstrumentsReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Instrument')
    return inTenant(services.db, identity.tenantId, (trx) => listInstruments(trx, identity, query))
  },
})

const get = route({
  method: 'get',
  path: '/instruments/{id}',
  tag: TAG,
  summary: 'One instrument, with what it covers and what is left',
  reply: InstrumentReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const instrument = await loadInstrument(trx, identity, 'read', params['id']!)
      return (await presented(trx, identity, [instrument]))[0]!
    })
  },
})

const add = route({
  method: 'post',
  path: '/instruments',
  tag: TAG,
  summary: 'Keep an instrument; for administrators and data owners of the company',
  body: NewInstrumentBody,
  reply: InstrumentReply,
  async handle({ identity, body, services, ip }) {
    authorizeKind(identity, 'create', 'Instrument')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const made = await addInstrument(trx, identity, { body, origin: ip })
      return (await presented(trx, identity, [made]))[0]!
    })
  },
})

const change = route({
  method: 'patch',
  path: '/instruments/{id}',
  tag: TAG,
  summary: 'Change an instrument on which no locked cycle rests; totals follow',
  body: InstrumentBody,
  reply: InstrumentReply,
  async handle({ identity, params, body, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    const { reply, cycleIds } = await inTenant(db, tenantId, async (trx) => {
      const instrument = await loadInstrument(trx, identity, 'update', params['id']!)
      const changed = await changeInstrument(trx, identity, { instrument, body, origin: ip })
      const now = await loadInstrument(trx, identity, 'read', instrument.id)
      return { reply: (await presented(trx, identity, [now]))[0]!, cycleIds: changed }
    })
    await Promise.all(cycleIds.map((cycleId) => collaboration.waitUntilProjected(tenantId, { cycleId })))
    return reply
  },
})

const remove = route({
  method: 'delete',
  path: '/instruments/{id}',
  tag: TAG,
  summary: 'Delete an instrument that covers nothing',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const instrument = await loadInstrument(trx, identity, 'delete', params['id']!)
      await retireInstrument(trx, identity, { instrument, origin: ip })
    })
  },
})

export const instrumentRoutes = [list, get, add, change, remove, allocate, release, ...rateQualityRoutes]
