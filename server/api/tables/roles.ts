import type { Knex } from 'knex'
import { FieldRolesBody, FieldRolesPreview } from '#shared/api/fieldRoles.ts'
import type { RolesChange } from '#server/commands/planRoles.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadTable, lockFields, type FoundTable } from './loadTable.ts'

const preview = route({
  method: 'post',
  path: '/tables/{id}/roles/preview',
  tag: 'Modules and tables',
  summary: 'What other fields for site, month and result would do to the totals, by cycle. Changes nothing',
  body: FieldRolesBody,
  reply: FieldRolesPreview,
  async handle({ identity, params, body, services }) {
    const { tenantId } = identity
    const tableId = params['id']!
    const load = async (trx: Knex.Transaction): Promise<RolesChange> => {
      const { table, place } = await loadManaged(trx, identity, tableId)
      return changeOf(trx, identity, { place, fields: await loadFields(trx, table.id), tableId, body })
    }
    const { cycles } = await inTenant(services.db, tenantId, load)
    for (const { id: cycleId } of cycles) {
      await services.collaboration.waitUntilProjected(tenantId, { tableId, cycleId })
    }
    const { previewRoles } = await import('#server/commands/previewRoles.ts')
    return inTenant(services.db, tenantId, async (trx) => previewRoles(trx, identity, await load(trx)))
  },
})

const set = route({
  method: 'patch',
  path: '/tables/{id}/roles',
  tag: 'Modules and tables',
  summary:
    'Say which fields of a table are the site, the month and the result that counts in the totals; for administrators of its module. Locked cycles keep what they had. Open sheets and totals follow at once',
  body: FieldRolesBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const tableId = params['id']!
    // The parser is large and rarely needed, so it is loaded with the first formula.
    const { setFieldRoles } = await import('#server/commands/setFieldRoles.ts')
    await inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadManaged(trx, identity, tableId)
      const fields = await lockFields(trx, table)
      const change = await changeOf(trx, identity, { place, fields, tableId, body })
      await setFieldRoles(trx, identity, { ...change, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { tableId })
  },
})

export const roleRoutes = [preview, set]

async function loadManaged(trx: Knex.Transaction, identity: Identity, tableId: string): Promise<FoundTable> {
  const found = await loadTable(trx, identity, tableId)
  authorize(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...found.place })
  return found
}

async function changeOf(
  trx: Knex.Transaction,
  { grants }: Identity,
  { place, ...change }: Pick<RolesChange, 'tableId' | 'fields' | 'body'> & Pick<FoundTable, 'place'>,
): Promise<RolesChange> {
  const cycles = await Cycle.query(trx)
    .where({ project_id: place.projectId })
    .whereNull('deleted_at')
    .orderBy('starts_on', 'desc')
  return { ...change, readable: readableFields(change.fields, rolesOn(grants, place), grants), cycles }
}
