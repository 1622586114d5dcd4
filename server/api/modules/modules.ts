import { ModuleReply } from '#shared/api/modules.ts'
import { TablesQuery, TablesReply } from '#shared/api/tables.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Module } from '#server/models/Module.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Modules and tables'

const get = route({
  method: 'get',
  path: '/modules/{id}',
  tag: TAG,
  summary: 'One module',
  reply: ModuleReply,
  async handle({ identity, params, services }) {
    return presentModule(await loadModule(services, identity, params['id']!))
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
    const module = await loadModule(services, identity, params['id']!)
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage(
        SheetTable.query(trx).where({ tenant_id: identity.tenantId, module_id: module.id }).whereNull('deleted_at'),
        { columns: ['position', 'id'], keyOf: (table) => [table.position, table.id] },
        query,
      ),
    )
    return { ...page, data: page.data.map(presentTable) }
  },
})

export const moduleRoutes = [get, tables]

async function loadModule({ db }: AppServices, identity: Identity, id: string): Promise<Module> {
  const module = await inTenant(db, identity.tenantId, async (trx) =>
    Module.query(trx).findById(id).whereNull('deleted_at'),
  )
  if (module === undefined) {
    throw new NotFoundError('module')
  }
  authorize(identity, 'read', 'Module', {
    tenantId: module.tenantId,
    projectId: module.projectId,
    moduleId: module.id,
  })
  return module
}
