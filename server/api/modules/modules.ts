import { ModuleReply } from '#shared/api/modules.ts'
import { TablesQuery, TablesReply } from '#shared/api/tables.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { moduleArrangingRoutes } from './arranging.ts'
import { moduleCarryOverRoutes } from './carryOver.ts'
import { moduleCopyRoutes } from './copies.ts'
import { loadModule } from './loadModule.ts'

const TAG = 'Modules and tables'

const get = route({
  method: 'get',
  path: '/modules/{id}',
  tag: TAG,
  summary: 'One module',
  reply: ModuleReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) =>
      presentModule(await loadModule(trx, identity, params['id']!)),
    )
  },
})

const tables = route({
  method: 'get',
  path: '/modules/{id}/tables',
  tag: TAG,
  summary: 'The tables of a module',
  query: TablesQuery,
  reply: TablesReply,
  async handle({ identity, params, query, services }) {
    const page = await inTenant(services.db, identity.tenantId, async (trx) => {
      const module = await loadModule(trx, identity, params['id']!)
      return keysetPage(
        SheetTable.query(trx).where({ tenant_id: identity.tenantId, module_id: module.id }).whereNull('deleted_at'),
        { columns: ['position', 'id'], keyOf: (table) => [table.position, table.id] },
        query,
      )
    })
    return { ...page, data: page.data.map(presentTable) }
  },
})

export const moduleRoutes = [get, tables, ...moduleArrangingRoutes, ...moduleCopyRoutes, ...moduleCarryOverRoutes]
