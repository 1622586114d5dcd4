import { CompletenessQuery, CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { cycleCompleteness } from '#server/completeness/cycleCompleteness.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadCycle } from './loadCycle.ts'

export const completeness = route({
  method: 'get',
  path: '/cycles/{id}/completeness',
  tag: 'Cycles',
  summary: 'What is there, open or missing by site and month, of the tables whose totals you may read',
  query: CompletenessQuery,
  reply: CycleCompleteness,
  async handle({ identity, params, query, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    return inTenant(db, tenantId, (trx) => cycleCompleteness(trx, identity, cycle, query.module_id))
  },
})
