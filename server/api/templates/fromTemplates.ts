import { FieldReply, TableReply } from '#shared/api/tables.ts'
import { FieldFromTemplateBody, TableFromTemplateBody } from '#shared/api/templates.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import { presentField, presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadDesignedModule } from '../modules/loadModule.ts'
import { route } from '../routing/Route.ts'
import { loadTable, lockFields } from '../tables/loadTable.ts'

const TAG = 'Copies and templates'

const table = route({
  method: 'post',
  path: '/modules/{id}/tables/from_template',
  tag: TAG,
  summary: 'Add a table that is made of a template; for administrators of its module',
  body: TableFromTemplateBody,
  reply: TableReply,
  async handle({ identity, params, body, services, ip }) {
    const { tableFromTemplate } = await import('#server/templates/fromTemplate.ts')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const module = await loadDesignedModule(trx, identity, params['id']!)
      return presentTable(await tableFromTemplate(trx, identity, { module, body, origin: ip }))
    })
  },
})

const field = route({
  method: 'post',
  path: '/tables/{id}/fields/from_template',
  tag: TAG,
  summary:
    'Add a field that is made of a template, in all cycles; for administrators of its module. Open sheets follow',
  body: FieldFromTemplateBody,
  reply: FieldReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const { fieldFromTemplate } = await import('#server/templates/fromTemplate.ts')
    const added = await inTenant(services.db, tenantId, async (trx) => {
      const { table: found, place } = await loadTable(trx, identity, params['id']!)
      authorize(identity, 'manage', 'Table', { tenantId, ...place })
      const fields = await lockFields(trx, found)
      const readable = readableFields(fields, rolesOn(identity.grants, place), identity.grants)
      const { projectId } = place
      return fieldFromTemplate(trx, identity, { table: found, projectId, fields, readable, body, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { tableId: added.tableId })
    return presentField(added)
  },
})

export const fromTemplateRoutes = [table, field]
