import type { Knex } from 'knex'
import type { CycleStatus } from '#shared/api/cycles.ts'
import { LockedError } from '../errors/LockedError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { recordAudit } from './recordAudit.ts'

/**
 * Moves a cycle between open and in review, or locks it for good. Its documents are marked in the same transaction: their
 * row locks wait for what the journal is writing, and whatever comes later meets the lock or the new permission epoch.
 * Nothing happens when the cycle is so already. Connected people are told by the caller, after the commit; then it has the
 * documents of a locked cycle folded. Throws LockedError when the cycle is locked already.
 */
export async function setCycleStatus(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: Cycle,
  { status, origin }: { status: CycleStatus; origin: string },
): Promise<Cycle> {
  const { tenantId } = identity
  if (status === cycle.status && status !== 'locked') {
    return cycle
  }
  const changed = await Cycle.query(trx)
    .where({ tenant_id: tenantId, id: cycle.id })
    .whereNot({ status: 'locked' })
    .patch({ status })
    .returning('*')
  const [now] = changed
  if (now === undefined) {
    throw new LockedError()
  }
  const ofCycle = (documents: Knex.QueryBuilder): Knex.QueryBuilder => documents.where({ 'd.cycle_id': cycle.id })
  await bumpEpochs(trx, tenantId, ofCycle, { locked: status === 'locked' })
  await recordAudit(trx, {
    tenantId,
    actorId: identity.userId,
    actorKind: 'user',
    sessionId: identity.sessionId,
    action: 'cycle.status',
    subjectKind: 'cycle',
    subjectId: cycle.id,
    before: { status: cycle.status },
    after: { status },
    origin,
  })
  return now
}
