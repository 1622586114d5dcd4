import { once } from 'node:events'
import type { Knex } from 'knex'
import { z } from 'zod'
import { Unaccounted } from '#shared/api/cycles.ts'
import type { JobResult } from '#shared/api/jobs.ts'
import { loadCycleOfJob } from '../api/cycles/loadCycle.ts'
import { identityBehind } from '../auth/identityBehind.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { type LockProgress, setCycleStatus } from '../commands/setCycleStatus.ts'
import { AuthenticationError } from '../errors/AuthenticationError.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import type { JobKind, StartedJob } from '../jobs/JobKind.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { LOCK_JOB } from './lockOnItsWay.ts'
import { tellStatus } from './tellStatus.ts'

const LockInput = z.strictObject({
  cycleId: z.guid(),
  /** The sign-in, or key, under which it was asked for: its rights count when it is done. */
  sessionId: z.guid(),
  origin: z.string(),
  confirms: Unaccounted.optional(),
})
export type LockInput = z.infer<typeof LockInput>

export interface LockJobOptions {
  db: Knex
  reader: TenantReader
  collaboration: Pick<Collaboration, 'waitUntilProjected' | 'refreshRights' | 'foldCycle'>
}

/**
 * The job that locks a cycle, by the same step as a request (`setCycleStatus`) and in one transaction with its own result: a
 * server that dies leaves the cycle as it was, or locked with the job knowing it. Whether it was cancelled is asked last, so
 * that what is told as cancelled is not locked.
 */
export function lockJob(options: LockJobOptions): JobKind<LockInput> {
  const { db, collaboration } = options
  return {
    name: LOCK_JOB,
    input: LockInput,
    async handle(job, progress, signal) {
      const { tenantId, input } = job
      const done = await inTenant(db, tenantId, (trx) => resultOf(trx, job.id))
      const onProgress: LockProgress = (part, doing) => {
        signal.throwIfAborted()
        progress(part, doing)
      }
      const result = done ?? (await lock(options, job, onProgress))
      if (result === null) {
        await (signal.aborted || once(signal, 'abort')) // it was asked for, and comes
        signal.throwIfAborted()
        throw new Error('a lock that nobody ended was not kept')
      }
      await tellStatus(collaboration, tenantId, { id: input.cycleId, status: 'locked' })
      return result
    },
  }
}

/** Null: it was ended before its commit, and nothing of it was kept. */
async function lock(
  { db, reader, collaboration }: LockJobOptions,
  { id, tenantId, input }: StartedJob<LockInput>,
  onProgress: LockProgress,
): Promise<JobResult | null> {
  const { cycleId, sessionId, origin, confirms } = input
  const identity = await identityBehind(reader, tenantId, sessionId)
  if (identity === null) {
    throw new AuthenticationError('session-ended')
  }
  onProgress(0, 'checking')
  const untilProjected = (): Promise<void> => collaboration.waitUntilProjected(tenantId, { cycleId })
  await untilProjected() // so that little is left to do under the locks
  try {
    return await inTenant<JobResult>(db, tenantId, async (trx) => {
      const cycle = await loadCycleOfJob(trx, identity, cycleId)
      // another server may have been taken for dead, and come to its end while this one waited for the cycle
      const done = await resultOf(trx, id)
      if (done !== null) {
        return done
      }
      await setCycleStatus(trx, identity, cycle, { status: 'locked', confirms, origin, untilProjected, onProgress })
      return keepResult(trx, id, { cycle_id: cycleId })
    })
  } catch (error) {
    if (error === ENDED) {
      return null
    }
    throw error instanceof BlockedError ? namingItsList(error) : error
  }
}

/** What an earlier attempt came to whose server died behind its commit; null: it did not get that far. */
async function resultOf(trx: Knex.Transaction, jobId: string): Promise<JobResult | null> {
  const job: { result: JobResult | null } | undefined = await trx('jobs')
    .whereRaw('tenant_id = current_tenant()')
    .where({ id: jobId })
    .first('result')
  return job?.result ?? null
}

/** From here to the commit nobody can cancel it: who tries waits, and is told that it is done. */
async function keepResult(trx: Knex.Transaction, jobId: string, result: JobResult): Promise<JobResult> {
  const kept = await trx('jobs')
    .whereRaw('tenant_id = current_tenant()')
    .where({ id: jobId, state: 'running', cancel_asked: false })
    .update({ result: JSON.stringify(result) })
  if (kept === 0) {
    throw ENDED
  }
  return result
}

const ENDED = new Error('the lock was ended before its commit')

/** A job keeps a sentence, and no list of what its reader may know: that is read where it always is. */
const namingItsList = ({ message }: BlockedError): BlockedError =>
  new BlockedError(`${message} What is open is listed before a lock (GET cycles/{id}/readiness).`, [])
