import { EmissionRowsQuery, EmissionRowsReply } from '#shared/api/emissionRows.ts'
import { CycleEmissions, EmissionsQuery } from '#shared/api/emissions.ts'
import { cycleEmissions } from '#server/emissions/cycleEmissions.ts'
import { readableSheetsOf } from '#server/emissions/readableSheetsOf.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { inTenant, inTenantSnapshot } from '#server/storage/database/inTenant.ts'
import { type Route, route } from '../routing/Route.ts'
import { listEmissionRows } from './listEmissionRows.ts'

const TAG = 'Emissions'

/** Totals and the rows behind them, over what the caller may read. Edits acknowledged before the request are in. */
export const emissionRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/cycles/{id}/emissions',
    tag: TAG,
    summary: 'Totals by scope, category, module, table, month, site and gas, with what is incomplete',
    query: EmissionsQuery,
    reply: CycleEmissions,
    handle: async ({ params, query, identity, services: { db, collaboration } }) => {
      const cycleId = params['id'] ?? ''
      await inTenant(db, identity.tenantId, (trx) => readableSheetsOf(trx, identity, cycleId))
      await collaboration.waitUntilSummed(identity.tenantId, { cycleId })
      // what may be shown of a released result is a question of how many rows have one now
      const emissions = await inTenantSnapshot(db, identity.tenantId, async (trx) => {
        const readable = await readableSheetsOf(trx, identity, cycleId)
        const filters = { ...query, moduleId: query.module_id, tableId: query.table_id, readable }
        return cycleEmissions(trx, cycleId, filters)
      })
      if (emissions === null) {
        throw new NotFoundError('cycle')
      }
      return emissions
    },
  }),
  route({
    method: 'get',
    path: '/cycles/{id}/emissions/rows',
    tag: TAG,
    summary: 'The rows behind a number of the totals, largest first, with the tables that they stand in',
    query: EmissionRowsQuery,
    reply: EmissionRowsReply,
    handle: async ({ params, query, identity, services: { db, collaboration } }) => {
      const cycleId = params['id'] ?? ''
      const readable = await inTenant(db, identity.tenantId, (trx) => readableSheetsOf(trx, identity, cycleId))
      await collaboration.waitUntilProjected(identity.tenantId, { cycleId })
      const filters = { ...query, moduleId: query.module_id, tableId: query.table_id, readable }
      return inTenant(db, identity.tenantId, (trx) => listEmissionRows(trx, identity, cycleId, query, filters))
    },
  }),
]
