import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Module } from '#server/models/Module.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { SheetField } from '#server/models/SheetField.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import { authorize, may } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'

export interface FoundTable {
  table: SheetTable
  place: { projectId: string; moduleId: string }
}

export async function loadTable(trx: Knex.Transaction, identity: Identity, id: string): Promise<FoundTable> {
  const table = await SheetTable.query(trx).findById(id).whereNull('deleted_at')
  const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
  if (table === undefined || module === undefined) {
    throw new NotFoundError('table')
  }
  const place = { projectId: module.projectId, moduleId: module.id }
  authorize(identity, 'read', 'Table', { tenantId: table.tenantId, ...place })
  return { table, place }
}

/** A table that the caller manages. */
export async function loadManagedTable(trx: Knex.Transaction, identity: Identity, id: string): Promise<SheetTable> {
  const { table, place } = await loadTable(trx, identity, id)
  authorize(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...place })
  return table
}

/** One that was taken out of its module, and is managed by the caller. */
export async function loadRetiredTable(trx: Knex.Transaction, identity: Identity, id: string): Promise<SheetTable> {
  const table = await SheetTable.query(trx).findById(id).whereNotNull('deleted_at')
  const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
  if (table === undefined || module === undefined) {
    throw new NotFoundError('table')
  }
  const place = { tenantId: identity.tenantId, projectId: module.projectId, moduleId: module.id }
  authorize(identity, 'manage', 'Table', place)
  return table
}

interface FieldAddress {
  tableId: string
  fieldId: string
  place: FoundTable['place']
  /** Whether changes of the field take turns from here on. Default: yes. */
  isLocked?: boolean
}

/**
 * A field whose rights may be changed by whoever manages the table, whether they may read it or not; to others who may not
 * read it, it does not exist.
 */
export async function loadField(
  trx: Knex.Transaction,
  identity: Identity,
  { tableId, fieldId, place, isLocked = true }: FieldAddress,
): Promise<{ field: SheetField; readable: readonly Field[] }> {
  const field = await SheetField.query(trx)
    .findById(fieldId)
    .where({ table_id: tableId })
    .whereNull('deleted_at')
    .modify((query) => void (isLocked && query.forNoKeyUpdate()))
  const table = { tenantId: identity.tenantId, ...place }
  const readable = readableFields(await loadFields(trx, tableId), rolesOn(identity.grants, place), identity.grants)
  const isKnown = readable.some(({ id }) => id === fieldId) || may(identity, 'manage', 'Table', table)
  if (field === undefined || !isKnown) {
    throw new NotFoundError('field')
  }
  authorize(identity, 'manage', 'Table', table)
  return { field, readable }
}

/** The fields of a table. What comes and goes among them takes turns from here on. */
export async function lockFields(trx: Knex.Transaction, { id }: SheetTable): Promise<SheetField[]> {
  await SheetTable.query(trx).findById(id).forNoKeyUpdate()
  return loadFields(trx, id)
}

/** A field that has just been changed. */
export async function fieldOf(trx: Knex.Transaction, fieldId: string): Promise<SheetField> {
  const field = await SheetField.query(trx).findById(fieldId)
  if (field === undefined) {
    throw new NotFoundError('field')
  }
  return field
}

/** The cycles of a project, newest first: formulas are checked with the factors and the GWP set of the first. */
export async function cycleIdsOf(trx: Knex.Transaction, projectId: string): Promise<string[]> {
  const cycles = await Cycle.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy('starts_on', 'desc')
  return cycles.map(({ id }) => id)
}
