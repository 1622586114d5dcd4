import type { Knex } from 'knex'

import type { CycleStatus } from '#shared/api/cycles.ts'
import type { Field } from '#shared/fields/field.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { authorize } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { readableCondition } from '../policies/readableCondition.ts'
import { fieldsByTable } from './fieldsByTable.ts'

/** What of a cycle's totals a person may see. */
export interface ReadableSheets {
  moduleIds: readonly string[]
  /** Tables whose result, site and month the person may read; the sums of others would give hidden cells away. */
  tableIds: readonly string[]
}

/** Throws `not-found` when the cycle does not exist or is not theirs to read. */
export async function readableSheetsOf(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
): Promise<ReadableSheets> {
  const cycle: { project_id: string; status: CycleStatus } | undefined = await trx('cycles')
    .where({ id: cycleId })
    .whereNull('deleted_at')
    .first('project_id', 'status')
  if (cycle === undefined) {
    throw new NotFoundError('cycle')
  }
  const projectId = cycle.project_id
  authorize(identity, 'read', 'Cycle', { tenantId: identity.tenantId, projectId, cycleStatus: cycle.status })
  const columns = { tenantId: 'tenant_id', projectId: 'project_id', moduleId: 'id' }
  const moduleIds: string[] = await trx('modules')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereRaw(...readableCondition(identity, 'Module', columns))
    .pluck('id')
  const tables: { id: string; module_id: string }[] = await trx('tables')
    .whereIn('module_id', moduleIds)
    .whereNull('deleted_at')
    .select('id', 'module_id')
  const fields = await fieldsByTable(
    trx,
    tables.map((table) => table.id),
  )
  const tableIds = tables
    .filter((table) => showsSums(fields.get(table.id) ?? [], identity, { projectId, moduleId: table.module_id }))
    .map((table) => table.id)
  return { moduleIds, tableIds }
}

function showsSums(
  fields: readonly Field[],
  identity: Identity,
  place: { projectId: string; moduleId: string },
): boolean {
  const readable = new Set(readableFields(fields, rolesOn(identity.grants, place)).map((field) => field.key))
  return fields.every((field) => field.role === null || readable.has(field.key))
}
