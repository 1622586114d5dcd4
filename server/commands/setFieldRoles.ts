import type { Knex } from 'knex'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldChanged } from './fieldChanged.ts'
import { roleProblems, withRoles, type RolesChange } from './planRoles.ts'

/**
 * Says which fields of a table the totals read. Rows are derived anew, in all cycles that are not locked; those keep what
 * the fields stood for. Connected people are told by the caller, after the commit. Throws ValidationError.
 */
export async function setFieldRoles(
  trx: Knex.Transaction,
  identity: Identity,
  /** Its fields are locked by the caller's transaction. */
  change: RolesChange & { origin: string },
): Promise<void> {
  const problems = await roleProblems(trx, change)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { tenantId } = identity
  const after = new Map(withRoles(change.fields, change.body).map(({ id, role }) => [id, role]))
  const others = change.fields.filter(({ id, role }) => after.get(id) !== role)
  // a role is free before the next field gets it
  const ordered = others.toSorted((a, b) => Number(after.get(a.id) !== null) - Number(after.get(b.id) !== null))
  for (const { id } of ordered) {
    await trx.raw('SELECT keep_field_for_locked_cycles(?, ?)', [tenantId, id])
  }
  for (const { id, role: before } of ordered) {
    const role = after.get(id) ?? null
    await SheetField.query(trx)
      .where({ tenant_id: tenantId, id })
      .patch({ role, updatedAt: trx.raw('clock_timestamp()') })
    await fieldChanged(
      trx,
      identity,
      { id, tableId: change.tableId },
      { action: 'field.role', before: { role: before }, after: { role }, origin: change.origin, anew: 'rows' },
    )
  }
}
