import {
  FieldBody,
  FieldRightsReply,
  FieldReply,
  FieldsRightsReply,
  NewFieldBody,
  TableWithFieldsReply,
} from '#shared/api/tables.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import type { MoveOutcome } from '#server/collaboration/folding/moveField.ts'
import { bringFieldBack, retireField } from '#server/commands/retireField.ts'
import { setFieldDefinition } from '#server/commands/setFieldDefinition.ts'
import { setFieldRights } from '#server/commands/setFieldRights.ts'
import { AppError } from '#server/errors/AppError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { SheetField } from '#server/models/SheetField.ts'
import { authorize } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import {
  presentField,
  presentFieldRights,
  presentRetiredField,
  presentTableWithFields,
} from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { tableArrangingRoutes } from './arranging.ts'
import { tableCopyRoutes } from './copies.ts'
import { designRoutes } from './design.ts'
import { formulaTableRoutes } from './formulaTables.ts'
import { cycleIdsOf, fieldOf, loadField, loadTable, lockFields } from './loadTable.ts'
import { redefinitionRoutes } from './redefinition.ts'
import { roleRoutes } from './roles.ts'
import { loadTargetField } from './loadTargetField.ts'

const get = route({
  method: 'get',
  path: '/tables/{id}',
  tag: 'Modules and tables',
  summary: 'One table with its fields, as far as you may read them',
  reply: TableWithFieldsReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, params['id']!)
      const readable = readableFields(await loadFields(trx, table.id), rolesOn(identity.grants, place), identity.grants)
      return presentTableWithFields(table, readable)
    })
  },
})

const listRights = route({
  method: 'get',
  path: '/tables/{id}/fields',
  tag: 'Modules and tables',
  summary: 'Who reads and writes each field, also those that you may not read; for administrators of its module',
  reply: FieldsRightsReply,
  async handle({ identity, params, services }) {
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, params['id']!)
      authorize(identity, 'manage', 'Table', { tenantId, ...place })
      const retired = await SheetField.query(trx)
        .where({ table_id: table.id })
        .whereNotNull('deleted_at')
        .orderBy('deleted_at', 'desc')
      return {
        data: (await loadFields(trx, table.id)).map(presentFieldRights),
        retired: retired.map(presentRetiredField),
      }
    })
  },
})

const setRights = route({
  method: 'patch',
  path: '/tables/{id}/fields/{field_id}',
  tag: 'Modules and tables',
  summary:
    'Change who reads and writes a field, its name, its choices, and what its values must be like; for administrators of its module. Open sheets follow at once',
  body: FieldBody,
  reply: FieldRightsReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const [tableId, fieldId] = [params['id']!, params['field_id']!]
    const { name, validation, options, ...rights } = body
    const changed = await inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, tableId)
      await lockFields(trx, table)
      const { field, readable } = await loadField(trx, identity, { tableId, fieldId, place })
      const isDefined = name !== undefined || validation !== undefined || options !== undefined
      const change = { name, validation, options }
      const defined = isDefined
        ? await setFieldDefinition(trx, identity, {
            field,
            cycleIds: await cycleIdsOf(trx, place.projectId),
            change,
            readable,
            origin: ip,
          })
        : field
      return setFieldRights(trx, identity, { field: defined, change: rights, origin: ip })
    })
    if (changed === null) {
      const actor = { userId: identity.userId, sessionId: identity.sessionId, origin: ip }
      const { readers = null, writers } = body
      const move = { tenantId, tableId, fieldId, readers, actor, ...(writers !== undefined && { writers }) }
      expectMoved(await services.collaboration.moveField(move))
    }
    await services.collaboration.refreshRights(tenantId, { tableId })
    return presentFieldRights(changed ?? (await inTenant(services.db, tenantId, (trx) => fieldOf(trx, fieldId))))
  },
})

const add = route({
  method: 'post',
  path: '/tables/{id}/fields',
  tag: 'Modules and tables',
  summary: 'Add a field, in all cycles; for administrators of its module. Open sheets follow at once',
  body: NewFieldBody,
  reply: FieldReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const tableId = params['id']!
    // The parser is large and rarely needed, so it is loaded with the first field.
    const { addField } = await import('#server/commands/addField.ts')
    const added = await inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, tableId)
      authorize(identity, 'manage', 'Table', { tenantId, ...place })
      const readable = readableFields(await lockFields(trx, table), rolesOn(identity.grants, place), identity.grants)
      const cycleIds = await cycleIdsOf(trx, place.projectId)
      const targetField = await loadTargetField(trx, identity, place.projectId, body.target)
      return addField(trx, identity, { table, cycleIds, readable, body, targetField, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { tableId })
    return presentField(added)
  },
})

const retire = route({
  method: 'delete',
  path: '/tables/{id}/fields/{field_id}',
  tag: 'Modules and tables',
  summary: 'Take a field out of its table; for administrators of its module. Its values are kept',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const [tableId, fieldId] = [params['id']!, params['field_id']!]
    await inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, tableId)
      const fields = await lockFields(trx, table) // before the field itself, as whoever adds one does
      const { field, readable } = await loadField(trx, identity, { tableId, fieldId, place })
      await retireField(trx, identity, { field, fields, readable, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { tableId })
  },
})

const bringBack = route({
  method: 'post',
  path: '/tables/{id}/fields/{field_id}/restore',
  tag: 'Modules and tables',
  summary: 'Bring a retired field back, with its values; for administrators of its module',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const [tableId, fieldId] = [params['id']!, params['field_id']!]
    await inTenant(services.db, tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, tableId)
      authorize(identity, 'manage', 'Table', { tenantId, ...place })
      const fields = await lockFields(trx, table)
      const field = await SheetField.query(trx)
        .findById(fieldId)
        .where({ table_id: tableId })
        .whereNotNull('deleted_at')
        .forNoKeyUpdate()
      if (field === undefined) {
        throw new NotFoundError('field')
      }
      await bringFieldBack(trx, identity, { field, fields, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { tableId })
  },
})

export const tableRoutes = [
  get,
  listRights,
  setRights,
  add,
  retire,
  bringBack,
  ...redefinitionRoutes,
  ...roleRoutes,
  ...designRoutes,
  ...tableArrangingRoutes,
  ...tableCopyRoutes,
  ...formulaTableRoutes,
]

function expectMoved(outcome: MoveOutcome): void {
  switch (outcome) {
    case 'changed':
      return
    case 'not-found':
      throw new NotFoundError('field')
    case 'too-busy':
      throw new AppError({
        code: 'unavailable',
        status: 503,
        detail:
          'The cells of this field could not be moved while so much is being written. Nothing was changed. Try again.',
        retryAfterSeconds: 5,
      })
    default:
      assertNever(outcome)
  }
}
