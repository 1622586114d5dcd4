import type { Knex } from 'knex'
import type { Jobs } from '../jobs/Jobs.ts'
import type { StoredJob } from '../jobs/StoredJob.ts'

/** As `jobs.kind` has it. */
export const RUN_JOB = 'run'

/**
 * Has an open cycle computed; while one such job waits or runs, that is the one. `keepsRows`: with a copy of its rows and
 * results, as a sealed run has it; otherwise their hashes and the totals are kept.
 */
export function askForRun(
  trx: Knex.Transaction,
  jobs: Pick<Jobs, 'ask'>,
  asked: { tenantId: string; cycleId: string; askedBy: string | null; keepsRows: boolean },
): Promise<StoredJob> {
  const { tenantId, cycleId, askedBy, keepsRows } = asked
  return jobs.ask(trx, {
    tenantId,
    kind: RUN_JOB,
    subjectId: cycleId,
    input: { cycleId, keepsRows },
    askedBy,
    alone: true,
  })
}
