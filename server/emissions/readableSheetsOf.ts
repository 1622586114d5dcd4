import type { Knex } from 'knex'

import type { CycleStatus } from '#shared/api/cycles.ts'
import type { Field } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { authorize } from '../policies/authorize.ts'
import type { Role } from '#shared/permissions/roles.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { readableCondition } from '../policies/readableCondition.ts'
import { fieldsByTable, fieldsInCycle } from './fieldsByTable.ts'
import type { ScopeNumber } from './inventory.ts'
import { type PrimaryByTable, primaryChoicesOf } from './primaryData.ts'

/** What of a cycle's totals a person may see. */
export interface ReadableSheets {
  moduleIds: readonly string[]
  /** Tables whose result, site and month the person may read; the sums of others would give hidden cells away. */
  tableIds: readonly string[]
  /** Scopes in which some result that counts is missing in `tableIds`: what is left of them is no figure of the scope. */
  hiddenScopes: ReadonlySet<ScopeNumber>
  /** Whether they may read every result of scope 2 in the project, and so all energy that instruments cover. */
  seesScope2: boolean
  /** By table that is read as a whole: which choices are data of partners; null where that column is not theirs to read. */
  primaryData: PrimaryByTable
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
    cycleId,
  )
  const shown = new Map(
    tables.map(({ id, module_id: moduleId }) => [
      id,
      sumsOf(fields.get(id) ?? [], rolesOn(identity.grants, { projectId, moduleId }), identity.grants),
    ]),
  )
  const primaryData = new Map(
    tables.map(({ id, module_id: moduleId }) => {
      const all = fields.get(id) ?? []
      const own = readableFields(all, rolesOn(identity.grants, { projectId, moduleId }), identity.grants)
      const choices = primaryChoicesOf(all)
      // the part of a released total that some rows make up would tell of the rows
      const isRead = shown.get(id) === 'shown' && primaryChoicesOf(own).length === choices.length
      return [id, choices.length === 0 || isRead ? choices : null] as const
    }),
  )
  const released = tables.filter(({ id }) => shown.get(id) === 'released').map(({ id }) => id)
  const large = await tablesOfSeveralRows(trx, cycleId, released)
  const counting = await countingTables(trx, projectId, cycleId)
  const tableIds = tables.filter(({ id }) => shown.get(id) === 'shown' || large.has(id)).map(({ id }) => id)
  const summed = new Set(tableIds)
  return {
    moduleIds,
    primaryData,
    tableIds,
    hiddenScopes: new Set([...counting].flatMap(([id, scope]) => (summed.has(id) ? [] : [scope]))),
    seesScope2: [...counting].every(([id, scope]) => scope !== 2 || shown.get(id) === 'shown'),
  }
}

/** Tables with a result that counts in that cycle, whoever may read them, with their scopes. */
async function countingTables(
  trx: Knex.Transaction,
  projectId: string,
  cycleId: string,
): Promise<Map<string, ScopeNumber>> {
  const tables: { id: string; scope: ScopeNumber }[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .where({ 'm.project_id': projectId })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .select('t.id', 'm.scope')
  const ids = tables.map(({ id }) => id)
  const fields = await fieldsInCycle(trx, ids, cycleId)
  const counting = new Set(fields.filter(({ role }) => role === 'emissions').map((field) => field.table_id))
  return new Map(tables.filter(({ id }) => counting.has(id)).map(({ id, scope }) => [id, scope]))
}

/** A total of fewer rows is as good as the rows themselves. */
const LEAST_ROWS = 3

/** Whether a person may see the sums of a table: not, as their own reading, or as a result that was released to them. */
function sumsOf(
  fields: readonly Field[],
  roles: ReadonlySet<Role>,
  grants: Identity['grants'],
): 'hidden' | 'shown' | 'released' {
  const readable = new Map(readableFields(fields, roles, grants).map((field) => [field.key, field]))
  const needed = fields.filter((field) => field.role !== null).map((field) => readable.get(field.key))
  if (needed.includes(undefined)) {
    return 'hidden'
  }
  return needed.some((field) => field !== undefined && isReleasedResult(field)) ? 'released' : 'shown'
}

async function tablesOfSeveralRows(
  trx: Knex.Transaction,
  cycleId: string,
  tableIds: readonly string[],
): Promise<Set<string>> {
  const found: string[] =
    tableIds.length === 0
      ? []
      : await trx('rows')
          .where({ cycle_id: cycleId, deleted: false })
          .whereIn('table_id', tableIds)
          .whereNotNull('co2e_kg')
          .groupBy('table_id')
          .havingRaw('count(*) >= ?', [LEAST_ROWS])
          .pluck('table_id')
  return new Set(found)
}
