import type { Knex } from 'knex'
import type { NewFieldBody } from '#shared/api/tables.ts'
import type { Field } from '#shared/fields/field.ts'
import { Module } from '#server/models/Module.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { may } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'

/** The field that a reference is to show, when it is in this project and the caller may read it; else null. */
export async function loadTargetField(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
  target: NewFieldBody['target'],
): Promise<Field | null> {
  const table = target && (await SheetTable.query(trx).findById(target.table_id).whereNull('deleted_at'))
  const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
  if (!target || !table || module?.projectId !== projectId) {
    return null
  }
  const place = { projectId, moduleId: module.id }
  if (!may(identity, 'read', 'Table', { tenantId: identity.tenantId, ...place })) {
    return null
  }
  const readable = readableFields(await loadFields(trx, table.id), rolesOn(identity.grants, place), identity.grants)
  return readable.find(({ id }) => id === target.field_id) ?? null
}
