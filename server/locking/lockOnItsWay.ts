import type { Knex } from 'knex'
import { BlockedError } from '../errors/BlockedError.ts'
import type { StoredJob } from '../jobs/StoredJob.ts'

/** As `jobs.kind` has it. */
export const LOCK_JOB = 'lock'

/** A lock that came to nothing is told of so long. */
const TOLD_FOR = '1 day'

/** The lock of a cycle that waits or is being done, or else the last one that ended within a day; null: there is none. */
export async function lastLockJob(trx: Knex.Transaction, cycleId: string): Promise<StoredJob | null> {
  const job: StoredJob | undefined = await lockJobs(trx, cycleId)
    .whereRaw(`(finished_at IS NULL OR finished_at > now() - interval '${TOLD_FOR}')`)
    .orderByRaw('finished_at IS NULL DESC, created_at DESC')
    .first()
  return job ?? null
}

/**
 * Throws BlockedError, with who asked for it and when, while the cycle waits for its lock or is being locked by a job. It is
 * asked before the row of the cycle is locked: that would wait until the lock is through.
 */
export async function refuseWhileLocking(trx: Knex.Transaction, cycleId: string): Promise<void> {
  const found: { id: string; created_at: Date; name: string | null } | undefined = await lockJobs(trx, cycleId)
    .leftJoin('users as u', 'u.id', 'jobs.asked_by')
    .whereIn('state', ['queued', 'running'])
    .first('jobs.id', 'jobs.created_at', 'u.name')
  if (found !== undefined) {
    const asked = `${found.name ?? 'Somebody'} asked for it at ${found.created_at.toISOString()}`
    const message = `${asked}: job ${found.id}. Wait until it has ended, or cancel it.`
    const detail = 'This cycle is being locked. Nothing else was changed.'
    throw new BlockedError(detail, [{ path: 'cycle', code: 'being-locked', message }])
  }
}

const lockJobs = (trx: Knex.Transaction, cycleId: string): Knex.QueryBuilder =>
  trx('jobs').whereRaw('jobs.tenant_id = current_tenant()').where({ kind: LOCK_JOB, subject_id: cycleId })
