import { z } from 'zod'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { AppError } from '../errors/AppError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { JobKind } from '../jobs/JobKind.ts'
import { RUN_JOB } from './askForRun.ts'
import { runInThread } from './runInThread.ts'

const RunInput = z.strictObject({ cycleId: z.guid(), keepsRows: z.boolean() })
type RunInput = z.infer<typeof RunInput>

/** How often it is waited for results that depend on other rows, in a cycle where they change all the time. */
const MOST_WAITS = 10

export interface RunJobOptions {
  /** As the role of the app. */
  databaseUrl: string
  collaboration: Pick<Collaboration, 'waitUntilProjected'>
}

/** The job that computes an open cycle. Its result: `run_id`, `rows`. */
export function runJob({ databaseUrl, collaboration }: RunJobOptions): JobKind<RunInput> {
  return {
    name: RUN_JOB,
    input: RunInput,
    async handle({ id, tenantId, input, askedBy }, progress, signal) {
      const { cycleId, keepsRows } = input
      const asked = { tenantId, cycleId, jobId: id, madeBy: askedBy, keepsRows }
      for (let waits = 0; waits < MOST_WAITS; waits++) {
        progress(0, 'gathering')
        await collaboration.waitUntilProjected(tenantId, { cycleId })
        const onRows = (rows: number, of: number): void => progress(of === 0 ? 1 : rows / of, 'computing')
        const outcome = await runInThread({ databaseUrl, asked }, onRows, signal)
        switch (outcome.state) {
          case 'made':
            return { run_id: outcome.runId, rows: outcome.rows }
          case 'locked':
            throw new LockedError()
          case 'gone':
            throw new NotFoundError('cycle')
          case 'unsettled':
            signal.throwIfAborted()
        }
      }
      throw new AppError({
        code: 'unavailable',
        status: 503,
        detail: 'The cycle was being changed all the time, so it was not computed. Ask again when it is quieter.',
      })
    },
  }
}
