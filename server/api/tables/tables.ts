import { TableWithFieldsReply } from '#shared/api/tables.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Module } from '#server/models/Module.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import { presentTableWithFields } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'

const get = route({
  method: 'get',
  path: '/tables/{id}',
  tag: 'Modules and tables',
  summary: 'One table with its fields, as far as you may read them',
  reply: TableWithFieldsReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await SheetTable.query(trx).findById(params['id']!).whereNull('deleted_at')
      const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
      if (table === undefined || module === undefined) {
        throw new NotFoundError('table')
      }
      const place = { projectId: module.projectId, moduleId: module.id }
      authorize(identity, 'read', 'Table', { tenantId: table.tenantId, ...place })
      const readable = readableFields(await loadFields(trx, table.id), rolesOn(identity.grants, place))
      return presentTableWithFields(table, readable)
    })
  },
})

export const tableRoutes = [get]
