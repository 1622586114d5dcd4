import type { Knex } from 'knex'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { LockedError } from '../errors/LockedError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'

/**
 * A cycle whose energy is to be covered otherwise, and its row is locked. What is checked tells how much is consumed, so it is
 * for who may read all of scope 2. Throws NotFoundError, PermissionError and LockedError.
 */
export async function openCycleForScope2(trx: Knex.Transaction, identity: Identity, cycleId: string): Promise<Cycle> {
  const { seesScope2 } = await readableSheetsOf(trx, identity, cycleId)
  if (!seesScope2) {
    throw new PermissionError('read', 'Row')
  }
  const cycle = await Cycle.query(trx)
    .findById(cycleId)
    .where({ tenant_id: identity.tenantId })
    .whereNull('deleted_at')
    .forNoKeyUpdate()
  if (cycle === undefined) {
    throw new NotFoundError('cycle')
  }
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  return cycle
}
