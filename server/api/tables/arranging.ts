import { NamesBody, PlaceBody } from '#shared/api/modules.ts'
import { lockTables, place, rename } from '#server/commands/arrange.ts'
import { bringSheetsBack, retireSheets } from '#server/commands/retireSheets.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadManagedTable, loadRetiredTable } from './loadTable.ts'

const TAG = 'Modules and tables'

const change = route({
  method: 'patch',
  path: '/tables/{id}',
  tag: TAG,
  summary: 'Change the name and the description of a table; for administrators of its module',
  body: NamesBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadManagedTable(trx, identity, params['id']!)
      const siblings = await lockTables(trx, one.moduleId)
      await rename(trx, identity, { kind: 'table', one }, { siblings, names: body, origin: ip })
    })
  },
})

const position = route({
  method: 'post',
  path: '/tables/{id}/position',
  tag: TAG,
  summary: 'Put a table behind another one of its module, for everybody; for administrators of its module',
  body: PlaceBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadManagedTable(trx, identity, params['id']!)
      const siblings = await lockTables(trx, one.moduleId)
      await place(trx, identity, { kind: 'table', one }, { siblings, behind: body.behind, origin: ip })
    })
  },
})

const retire = route({
  method: 'delete',
  path: '/tables/{id}',
  tag: TAG,
  summary: 'Take a table out of its module; for administrators of its module. Its rows and their history are kept',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const tableId = params['id']!
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadManagedTable(trx, identity, tableId)
      await lockTables(trx, one.moduleId)
      await retireSheets(trx, identity, { kind: 'table', one }, ip)
    })
    await services.collaboration.refreshRights(identity.tenantId, { tableId })
  },
})

const bringBack = route({
  method: 'post',
  path: '/tables/{id}/restore',
  tag: TAG,
  summary: 'Bring a retired table back with its rows; for administrators of its module',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const one = await loadRetiredTable(trx, identity, params['id']!)
      const siblings = await lockTables(trx, one.moduleId)
      await bringSheetsBack(trx, identity, { kind: 'table', one }, { siblings, origin: ip })
    })
  },
})

export const tableArrangingRoutes = [change, position, retire, bringBack]
