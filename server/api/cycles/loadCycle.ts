import type { Knex } from 'knex'
import type { Action } from '#shared/permissions/roles.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { refuseWhileLocking } from '#server/locking/lockOnItsWay.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'

/** A cycle to which the caller may do that. Throws `not-found` and `forbidden`. */
export async function loadCycle(trx: Knex.Transaction, identity: Identity, action: Action, id: string): Promise<Cycle> {
  return authorized(identity, action, await existing(trx, identity, id))
}

/**
 * The same, and its row is locked. No more than that: rows that are being derived refer to the cycle, and are waited for
 * later. Throws BlockedError while a job locks the cycle.
 */
export async function loadCycleToChange(trx: Knex.Transaction, identity: Identity, id: string): Promise<Cycle> {
  return heldCycle(trx, identity, 'manage', id)
}

/** The same for who may only read it: what they declare of their own tables is checked there, while nobody locks it. */
export async function loadCycleToDeclare(trx: Knex.Transaction, identity: Identity, id: string): Promise<Cycle> {
  return heldCycle(trx, identity, 'read', id)
}

/** As `loadCycleToChange`, for the job that locks it. */
export async function loadCycleOfJob(trx: Knex.Transaction, identity: Identity, id: string): Promise<Cycle> {
  return authorized(identity, 'manage', await existing(trx, identity, id).forNoKeyUpdate())
}

async function heldCycle(trx: Knex.Transaction, identity: Identity, action: Action, id: string): Promise<Cycle> {
  await loadCycle(trx, identity, action, id)
  await refuseWhileLocking(trx, id)
  return authorized(identity, action, await existing(trx, identity, id).forNoKeyUpdate())
}

const existing = (trx: Knex.Transaction, { tenantId }: Identity, id: string) =>
  Cycle.query(trx).findById(id).where({ tenant_id: tenantId }).whereNull('deleted_at')

function authorized(identity: Identity, action: Action, cycle: Cycle | undefined): Cycle {
  if (cycle === undefined) {
    throw new NotFoundError('cycle')
  }
  authorize(identity, action, 'Cycle', { tenantId: identity.tenantId, projectId: cycle.projectId })
  return cycle
}
