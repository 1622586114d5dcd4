import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { jobKind } from '../jobs/JobKind.ts'
import { Jobs } from '../jobs/Jobs.ts'
import { RepeatedLook } from '../jobs/RepeatedLook.ts'
import { CLEAR_IMPORTS_MS, clearImports } from '../imports/clearImports.ts'
import type { ImportServices } from '../imports/ImportServices.ts'
import { importJob } from '../imports/importJob.ts'
import { lockJob } from '../locking/lockJob.ts'
import { CurrentRuns } from '../runs/CurrentRuns.ts'
import { runJob } from '../runs/runJob.ts'
import { WorkQueue } from '../storage/queue/WorkQueue.ts'

export interface JobParts {
  db: Knex
  /** Of the same database and role, for the queue and for threads. */
  databaseUrl: string
  collaboration: Collaboration
  imports: ImportServices
  /** After so many milliseconds without a change stale runs of open cycles are made anew. */
  runQuietMs: number
  logger: Logger
}

export interface ComposedJobs {
  jobs: Jobs
  currentRuns: CurrentRuns
  start(): Promise<void>
  stop(): Promise<void>
}

/** Long work with all of its kinds, and what asks for some of it by itself. A new kind goes into the list. */
export function composeJobs(parts: JobParts): ComposedJobs {
  const { db, databaseUrl, collaboration, imports, runQuietMs, logger } = parts
  const log = logger.child({ part: 'jobs' })
  const queue = new WorkQueue({
    url: databaseUrl,
    onFailed: (error) => log.warn({ err: error }, 'the queue of jobs failed; it is tried again'),
  })
  const kinds = [
    jobKind(runJob({ databaseUrl, collaboration })),
    jobKind(importJob(imports)),
    jobKind(lockJob({ db, reader: imports.reader, collaboration })),
  ]
  const jobs = new Jobs({ db, queue, kinds, logger: log })
  const currentRuns = new CurrentRuns({ db, jobs, quietMs: runQuietMs, log })
  const clearing = new RepeatedLook(
    () =>
      clearImports(db).catch((error: unknown) => {
        log.warn({ err: error }, 'rows of old imports could not be cleared up; it is tried again')
      }),
    CLEAR_IMPORTS_MS,
  )
  const forget = collaboration.onProjected(({ tenantId }) => currentRuns.touch(tenantId))
  return {
    jobs,
    currentRuns,
    async start() {
      await jobs.start()
      currentRuns.start()
      clearing.start()
    },
    async stop() {
      forget()
      await clearing.stop()
      await currentRuns.stop()
      await jobs.stop()
    },
  }
}
