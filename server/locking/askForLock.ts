import type { Knex } from 'knex'
import type { Unaccounted } from '#shared/api/cycles.ts'
import { LockedError } from '../errors/LockedError.ts'
import type { Jobs } from '../jobs/Jobs.ts'
import type { StoredJob } from '../jobs/StoredJob.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { countRows } from '../runs/countRows.ts'
import type { LockInput } from './lockJob.ts'
import { LOCK_JOB, refuseWhileLocking } from './lockOnItsWay.ts'

/**
 * Cycles of so many rows and more are locked by a job. A lock takes some 85 s for 1,000,000 rows on two cores (decision 0022),
 * so less than this takes about four: browsers and proxies give up after 30 to 60, which leaves room for a machine that is
 * several times slower or busy.
 */
export const LARGE_CYCLE_ROWS = 50_000

/** A lock as it is asked for. */
export interface AskedLock {
  /** To which the caller has the right. */
  cycle: Cycle
  confirms: Unaccounted | undefined
  origin: string
  /** Whoever asks does not want to wait, however small the cycle is. */
  prefersJob: boolean
}

/**
 * Has a large cycle locked by a job. Answers null for one that is small enough to be locked while its caller waits. Throws
 * LockedError when it is locked already, and BlockedError when a lock is on its way: of two that ask at once one is refused.
 */
export async function askForLock(
  trx: Knex.Transaction,
  jobs: Pick<Jobs, 'ask'>,
  { tenantId, userId, sessionId }: Identity,
  { cycle, confirms, origin, prefersJob }: AskedLock,
): Promise<StoredJob | null> {
  await trx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('lock of cycle ' || ?, 0))`, [cycle.id])
  await refuseWhileLocking(trx, cycle.id)
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  if (!prefersJob && (await countRows(trx, cycle.id, LARGE_CYCLE_ROWS)) < LARGE_CYCLE_ROWS) {
    return null
  }
  const input: LockInput = { cycleId: cycle.id, sessionId, origin, ...(confirms !== undefined && { confirms }) }
  return jobs.ask(trx, { tenantId, kind: LOCK_JOB, subjectId: cycle.id, input, askedBy: userId, alone: true })
}
