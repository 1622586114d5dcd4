import type { Knex } from 'knex'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { Module } from '../models/Module.ts'
import { SheetTable } from '../models/SheetTable.ts'
import { authorize, may } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { loadFields } from '../policies/sheetAccess.ts'
import type { Field } from '#shared/fields/field.ts'

/** A table as its copier may know it. */
export interface CopySource {
  table: SheetTable
  place: { projectId: string; moduleId: string }
  /** Every field, in order. */
  fields: readonly Field[]
  /** Those that the copier may read: the only ones that can come along. */
  readable: readonly Field[]
  /** Whether the copier manages the table, and so may be told of fields that they may not read. */
  isManaged: boolean
}

/** The tables of a module that stand there, in order. */
export async function loadModuleSources(
  trx: Knex.Transaction,
  identity: Identity,
  module: Module,
): Promise<CopySource[]> {
  const tables = await SheetTable.query(trx)
    .where({ module_id: module.id })
    .whereNull('deleted_at')
    .orderBy(['position', 'id'])
  return Promise.all(tables.map((table) => sourceOf(trx, identity, table, module)))
}

/** Throws NotFoundError when the table is not there or not theirs to read. */
export async function loadTableSource(trx: Knex.Transaction, identity: Identity, id: string): Promise<CopySource> {
  const table = await SheetTable.query(trx).findById(id).whereNull('deleted_at')
  const module = table && (await Module.query(trx).findById(table.moduleId).whereNull('deleted_at'))
  if (table === undefined || module === undefined) {
    throw new NotFoundError('table')
  }
  authorize(identity, 'read', 'Table', {
    tenantId: identity.tenantId,
    projectId: module.projectId,
    moduleId: module.id,
  })
  return sourceOf(trx, identity, table, module)
}

async function sourceOf(
  trx: Knex.Transaction,
  identity: Identity,
  table: SheetTable,
  module: Module,
): Promise<CopySource> {
  const place = { projectId: module.projectId, moduleId: module.id }
  const fields = await loadFields(trx, table.id)
  return {
    table,
    place,
    fields,
    readable: readableFields(fields, rolesOn(identity.grants, place), identity.grants),
    isManaged: may(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...place }),
  }
}
