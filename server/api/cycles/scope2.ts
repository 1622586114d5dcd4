import { CycleScope2Reply } from '#shared/api/scope2.ts'
import { boundaryOf, sharesOf } from '#server/boundary/siteShares.ts'
import { readableSheetsOf } from '#server/emissions/readableSheetsOf.ts'
import { loadInventory } from '#server/emissions/inventory.ts'
import { presentScope2 } from '#server/presenters/presentScope2.ts'
import { cycleScope2 } from '#server/scope2/cycleScope2.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadCycle } from './loadCycle.ts'

export const scope2 = route({
  method: 'get',
  path: '/cycles/{id}/scope_2',
  tag: 'Instruments',
  summary:
    'Scope 2 location-based and market-based, site by site: what covers the energy, in order, and what stands in',
  reply: CycleScope2Reply,
  async handle({ identity, params, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    return inTenant(db, tenantId, async (trx) => {
      const readable = await readableSheetsOf(trx, identity, cycle.id)
      const inventory = await loadInventory(trx, cycle.id, readable)
      const found = readable.seesScope2 ? await cycleScope2(trx, cycle) : null
      const share = sharesOf(await boundaryOf(trx, cycle.id))
      return presentScope2(cycle, found, inventory?.siteNames ?? new Map(), share)
    })
  },
})
