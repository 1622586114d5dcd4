import { pino } from 'pino'
import { openDatabase } from '#server/storage/database/openDatabase.ts'
import { WorkQueue } from '#server/storage/queue/WorkQueue.ts'
import type { AnyJobKind } from '../JobKind.ts'
import { Jobs } from '../Jobs.ts'

/** The jobs of one server, over a database of the tests. */
export async function startJobs(
  appUrl: string,
  kinds: readonly AnyJobKind[],
): Promise<{ jobs: Jobs; failures: unknown[]; stop: () => Promise<void> }> {
  const failures: unknown[] = []
  const db = openDatabase({ url: appUrl, poolSize: 4 })
  const queue = new WorkQueue({ url: appUrl, onFailed: (error) => failures.push(error) })
  const jobs = new Jobs({ db, queue, kinds, logger: pino({ level: 'silent' }) })
  await jobs.start()
  const stop = async (): Promise<void> => {
    await jobs.stop()
    await db.destroy()
  }
  return { jobs, failures, stop }
}
