import { FieldChangesQuery, FieldChangesReply, FieldPositionBody } from '#shared/api/fieldChanges.ts'
import { placeField } from '#server/commands/placeField.ts'
import { SheetField } from '#server/models/SheetField.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import type { AuditRow } from '#server/presenters/presentAuditEntry.ts'
import { presentFieldChange } from '#server/presenters/presentFieldChange.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadField, loadTable, lockFields } from './loadTable.ts'

const place = route({
  method: 'post',
  path: '/tables/{id}/fields/{field_id}/position',
  tag: 'Modules and tables',
  summary:
    'Put a field behind another one, for everybody; for administrators of its module. Open sheets follow at once',
  body: FieldPositionBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const [tableId, fieldId] = [params['id']!, params['field_id']!]
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const { table, place: at } = await loadTable(trx, identity, tableId)
      const fields = await lockFields(trx, table)
      await loadField(trx, identity, { tableId, fieldId, place: at })
      await placeField(trx, identity, { fields, fieldId, behind: body.behind, origin: ip })
    })
    await services.collaboration.refreshRights(identity.tenantId, { tableId })
  },
})

const changes = route({
  method: 'get',
  path: '/tables/{id}/field_changes',
  tag: 'Modules and tables',
  summary: 'Who changed which field from what to what, newest first; for administrators of its module',
  query: FieldChangesQuery,
  reply: FieldChangesReply,
  async handle({ identity, params, query, services }) {
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const { table, place: at } = await loadTable(trx, identity, params['id']!)
      authorize(identity, 'manage', 'Table', { tenantId, ...at })
      const all = await SheetField.query(trx).where({ table_id: table.id })
      const readable = readableFields(await loadFields(trx, table.id), rolesOn(identity.grants, at), identity.grants)
      const wanted = all.filter(({ id }) => id === (query['filter[field_id]'] ?? id))
      const entries = trx('audit_log as a')
        .leftJoin('users as u', 'u.id', 'a.actor_id')
        .where({ 'a.tenant_id': tenantId, 'a.subject_kind': 'field' })
        .whereIn(
          'a.subject_id',
          wanted.map(({ id }) => id),
        )
        .select('a.*', { actor_name: 'u.name' })
      const order = { columns: ['a.id'], keyOf: ({ id }: AuditRow) => [id], descending: true }
      const { data, next_cursor } = await keysetPage<AuditRow>(entries, order, query)
      const known = new Map(all.map(({ id, key, name }) => [id, { key, name }]))
      const isReadable = (entry: AuditRow): boolean => readable.some(({ id }) => id === entry.subject_id)
      return {
        data: data.map((entry) => presentFieldChange(entry, known.get(entry.subject_id)!, isReadable(entry))),
        next_cursor,
      }
    })
  },
})

export const designRoutes = [place, changes]
