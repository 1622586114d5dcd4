import { CycleUncertainty, UncertaintyQuery } from '#shared/api/uncertainty.ts'
import { loadInventory } from '#server/emissions/inventory.ts'
import { readableSheetsOf } from '#server/emissions/readableSheetsOf.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { cycleUncertainty } from '#server/uncertainty/cycleUncertainty.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { route } from '../routing/Route.ts'
import { qualityRoutes } from './quality.ts'
import { simulationRoutes } from './simulations.ts'

const ofCycle = route({
  method: 'get',
  path: '/cycles/{id}/uncertainty',
  tag: 'Uncertainty',
  summary:
    'How sure the totals are, by scope, category, module and site, how much of them is assessed, and what to make surer first. Scope 2 location-based; its total, that of scopes 1 and 2 and the whole market-based as well',
  query: UncertaintyQuery,
  reply: CycleUncertainty,
  async handle({ identity, params, query, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    return inTenant(db, tenantId, async (trx) => {
      const readable = await readableSheetsOf(trx, identity, cycle.id)
      const inventory = await loadInventory(trx, cycle.id, readable)
      if (inventory === null) {
        throw new NotFoundError('cycle')
      }
      const { seesScope2 } = readable
      return cycleUncertainty(trx, identity, { cycle, inventory, method: query.method, seesScope2 })
    })
  },
})

export const uncertaintyRoutes = [ofCycle, ...qualityRoutes, ...simulationRoutes]
