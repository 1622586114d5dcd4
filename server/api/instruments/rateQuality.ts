import { FactorQualityBody, FactorQualityReply } from '#shared/api/quality.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { assessmentsOfRate } from '#server/uncertainty/assessments.ts'
import { saidQuality } from '#server/uncertainty/saidQuality.ts'
import { saveRateQuality } from '#server/uncertainty/saveQuality.ts'
import { route } from '../routing/Route.ts'
import { loadInstrument } from './loadInstruments.ts'

const TAG = 'Instruments'

const get = route({
  method: 'get',
  path: '/instruments/{id}/quality',
  tag: TAG,
  summary: 'How sure your company thinks the rate of an instrument is, who said so, when and why',
  reply: FactorQualityReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { id } = await loadInstrument(trx, identity, 'read', params['id']!)
      return saidQuality(trx, await assessmentsOfRate(trx, id))
    })
  },
})

const set = route({
  method: 'patch',
  path: '/instruments/{id}/quality',
  tag: TAG,
  summary:
    'Say how sure the rate of an instrument is, as a range or by scores; for administrators and data owners of the company. Locked cycles keep what held',
  body: FactorQualityBody,
  reply: FactorQualityReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { id } = await loadInstrument(trx, identity, 'update', params['id']!)
      await saveRateQuality(trx, identity, { instrumentId: id, body, origin: ip })
      return saidQuality(trx, await assessmentsOfRate(trx, id))
    })
  },
})

export const rateQualityRoutes = [get, set]
