import type { Knex } from 'knex'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { ROW_DELETED, type SheetAccess } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { IN_FORCE } from './inForce.ts'

/** Where an estimate is, for finding out who may end it. */
export interface KeptEstimate {
  id: string
  cycle_id: string
  table_id: string
  row_id: string
  ordinal: number
  adds_row: boolean
}

/** Throws NotFoundError when there is none. Whether it is in force is for `endEstimate` to say. */
export async function loadEstimate(trx: Knex.Transaction, id: string): Promise<KeptEstimate> {
  const found: KeptEstimate | undefined = await trx('estimates')
    .where({ id })
    .whereRaw('tenant_id = current_tenant()')
    .first('id', 'cycle_id', 'table_id', 'row_id', 'ordinal', trx.raw('gap IS NOT NULL AS adds_row'))
  if (found === undefined) {
    throw new NotFoundError('estimate')
  }
  return found
}

/**
 * Takes an estimate back, with the value or the row that it brought, or keeps the value as what it really was. Throws
 * NotFoundError to whoever may not read the cell and when it is not in force any more, PermissionError and LockedError.
 */
export async function endEstimate(
  { db, collaboration }: { db: Knex; collaboration: Collaboration },
  identity: Identity,
  { estimate, access, keeps, origin }: { estimate: KeptEstimate; access: SheetAccess; keeps: boolean; origin: string },
): Promise<void> {
  const { tenantId } = identity
  const { id, table_id: tableId, cycle_id: cycleId, row_id: rowId, ordinal } = estimate
  const field = access.readable.find((one) => one.ordinal === ordinal)
  if (field === undefined) {
    throw new NotFoundError('estimate')
  }
  if (access.locked) {
    throw new LockedError()
  }
  if (!access.writable.has(ordinal)) {
    throw new PermissionError('update', 'Row')
  }
  const sheet = { tableId, cycleId }
  await collaboration.waitUntilProjected(tenantId, sheet)
  if (!(await inTenant(db, tenantId, (trx) => isInForce(trx, id)))) {
    throw new NotFoundError('estimate')
  }
  if (!keeps && estimate.adds_row && access.writable.has(ROW_DELETED)) {
    await collaboration.deleteRow(identity, sheet, rowId)
  } else if (!keeps) {
    const emptied = { id: rowId, values: new Map([[ordinal, null]]) }
    const { rejected } = await collaboration.writeRows(identity, sheet, [emptied], 'api')
    if (rejected.length > 0) {
      throw new PermissionError('update', 'Row')
    }
  }
  await inTenant(db, tenantId, async (trx) => {
    await trx('estimates').where({ tenant_id: tenantId, id }).delete()
    const before = { table_id: tableId, row_id: rowId, field: field.key }
    const after = { value: keeps ? 'kept' : 'taken back' }
    await auditCycle(trx, identity, { cycle: access.cycle, action: 'cycle.estimate-end', before, after, origin })
  })
}

async function isInForce(trx: Knex.Transaction, id: string): Promise<boolean> {
  const sql = `SELECT e.id FROM estimates e JOIN rows r ON ${IN_FORCE} WHERE e.tenant_id = current_tenant() AND e.id = :id`
  const { rows } = await trx.raw<{ rows: object[] }>(sql, { id })
  return rows.length > 0
}
