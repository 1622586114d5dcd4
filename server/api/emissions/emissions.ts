import { CycleEmissions, EmissionsQuery } from '#shared/api/emissions.ts'
import { cycleEmissions } from '#server/emissions/cycleEmissions.ts'
import { readableSheetsOf } from '#server/emissions/readableSheetsOf.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { type Route, route } from '../routing/Route.ts'

/** The totals of a cycle, over the modules that the caller may read. Edits acknowledged before the request are in. */
export const emissionRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/cycles/{id}/emissions',
    tag: 'Emissions',
    summary: 'Totals by scope, category, module, table, month, site and gas, with what is incomplete',
    query: EmissionsQuery,
    reply: CycleEmissions,
    handle: async ({ params, query, identity, services: { db, collaboration } }) => {
      const cycleId = params['id'] ?? ''
      const readable = await inTenant(db, identity.tenantId, (trx) => readableSheetsOf(trx, identity, cycleId))
      await collaboration.waitUntilProjected(identity.tenantId, { cycleId })
      const filters = { ...query, moduleId: query.module_id, tableId: query.table_id, readable }
      const emissions = await inTenant(db, identity.tenantId, (trx) => cycleEmissions(trx, cycleId, filters))
      if (emissions === null) {
        throw new NotFoundError('cycle')
      }
      return emissions
    },
  }),
]
