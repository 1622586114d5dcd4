import type { Knex } from 'knex'
import { isDeepStrictEqual } from 'node:util'
import type { CycleStatus, Unaccounted } from '#shared/api/cycles.ts'
import { keepConsolidation } from '../boundary/keepBoundary.ts'
import { unaccountedFor } from '../declarations/unaccountedFor.ts'
import { blockersFor, openMatters } from '../emissions/openMatters.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { tellHooks } from '../hooks/tellHooks.ts'
import { Cycle } from '../models/Cycle.ts'
import { keepParameters } from '../parameters/parametersOf.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SealProgress } from '../runs/sealCycle.ts'
import { excessBlockers } from '../scope2/excessBlockers.ts'
import { freezeAssessments } from '../uncertainty/assessments.ts'
import { auditCycle } from './auditCycle.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { cycleBlocked } from './cycleBlocked.ts'

export interface CycleStep {
  status: CycleStatus
  /** What whoever locks knows to be neither counted nor declared; absent: nobody confirmed anything. */
  confirms?: Unaccounted | undefined
  origin: string
  /** Returns when rows have everything that is journaled, while nothing more can be. */
  untilProjected: () => Promise<void>
  /** Of a lock: how far it is. What it throws ends the lock, and nothing of it is kept. */
  onProgress?: LockProgress | undefined
}

/** A part of one, and what is being done. */
export type LockProgress = (part: number, doing: Parameters<SealProgress>[1] | 'checking') => void

/**
 * Moves a cycle between open and in review, or locks it for good. Its documents are marked in the same transaction: their
 * row locks wait for what the journal is writing, and whatever comes later meets the lock or the new permission epoch.
 * Nothing happens when the cycle is so already. Connected people are told by the caller, after the commit; then it has the
 * documents of a locked cycle folded. What is locked is computed once more and sealed (`sealCycle`). Throws LockedError when
 * the cycle is locked already, and BlockedError with everything that may not become final: a row that is incomplete, breaks a
 * rule or has an error, a conflict that nobody has settled, an instrument that covers more than is consumed, and when
 * something else is unaccounted for than is confirmed. What is, goes into the seal.
 */
export async function setCycleStatus(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: Cycle,
  { status, confirms, origin, untilProjected, onProgress }: CycleStep,
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
  if (status === 'locked') {
    await freezeAssessments(trx, tenantId, cycle.id)
    await untilProjected()
    onProgress?.(0, 'checking')
    const matters = await openMatters(trx, cycle.id)
    const excess = await excessBlockers(trx, identity, cycle, true)
    if (matters.length > 0 || excess.length > 0) {
      const blockers = await blockersFor(trx, identity, cycle, { matters, tellsOfHidden: true })
      throw cycleBlocked([...blockers, ...excess])
    }
    const unaccounted = { ...(await unaccountedFor(trx, identity, cycle)), is_confirmed: confirms !== undefined }
    expectConfirmed(unaccounted, confirms)
    await keepParameters(trx, tenantId, cycle.id)
    await keepConsolidation(trx, tenantId, cycle.id)
    // the formula parser is large, and idle servers do not need it
    const { sealCycle } = await import('../runs/sealCycle.ts')
    const sealed = { sealedBy: identity.userId, sealedLater: false, unaccounted, onProgress }
    await sealCycle(trx, { tenantId, cycleId: cycle.id, ...sealed })
    const data = { cycle_id: cycle.id, project_id: cycle.projectId, by: identity.userId }
    await tellHooks(trx, { kind: 'cycle.locked', data })
  }
  const [before, after] = [{ status: cycle.status }, { status }]
  await auditCycle(trx, identity, { cycle, action: 'cycle.status', before, after, origin })
  return now
}

/** Only what is read is confirmed: somebody may have deleted a row or a declaration meanwhile. */
function expectConfirmed({ s3_categories, missing_rows }: Unaccounted, confirms: Unaccounted | undefined): void {
  const isSame =
    confirms === undefined ||
    (confirms.missing_rows === missing_rows &&
      isDeepStrictEqual(new Set(confirms.s3_categories), new Set(s3_categories)))
  if (!isSame) {
    const message = 'Something else is unknown than you have confirmed. Look at the list again, and confirm that.'
    throw new BlockedError('What is not accounted for has changed meanwhile. Nothing was changed.', [
      { path: 'confirms', code: 'changed-meanwhile', message },
    ])
  }
}
