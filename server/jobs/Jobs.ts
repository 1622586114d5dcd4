/** Long work beside the requests: written down in `jobs`, handed out by the queue, done on one of the servers. */
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { auditOf } from '../commands/auditOf.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { WorkQueue } from '../storage/queue/WorkQueue.ts'
import type { AnyJobKind } from './JobKind.ts'
import { RunningJobs } from './RunningJobs.ts'
import type { StoredJob } from './StoredJob.ts'

export interface JobsOptions {
  db: Knex
  queue: WorkQueue
  kinds: readonly AnyJobKind[]
  logger: Pick<Logger, 'error' | 'warn'>
}

export interface AskedJob {
  tenantId: string
  kind: string
  input: Readonly<Record<string, unknown>>
  subjectId: string | null
  /** Null: the system. */
  askedBy: string | null
  /** While one of this kind and subject waits or runs, that is the one. */
  alone: boolean
}

/** Finished jobs are kept so long. */
const KEEP = '30 days'

export class Jobs {
  readonly #db: Knex
  readonly #queue: WorkQueue
  readonly #running: RunningJobs

  constructor({ db, queue, kinds, logger }: JobsOptions) {
    this.#db = db
    this.#queue = queue
    this.#running = new RunningJobs({ db, kinds, logger })
  }

  start(): Promise<void> {
    return this.#queue.start((message) => this.#running.perform(message))
  }

  /** Writes work down and hands it out when the transaction commits. Answers the job that there is then. */
  async ask(trx: Knex.Transaction, asked: AskedJob): Promise<StoredJob> {
    const { tenantId, kind, input, subjectId, askedBy, alone } = asked
    await trx('jobs').whereRaw(`tenant_id = current_tenant() AND finished_at < now() - interval '${KEEP}'`).delete()
    const [made]: StoredJob[] = await trx('jobs')
      .insert({
        tenant_id: tenantId,
        kind,
        subject_id: subjectId,
        alone,
        input: JSON.stringify(input),
        asked_by: askedBy,
      })
      .onConflict(trx.raw(`(tenant_id, kind, subject_id) WHERE alone AND state IN ('queued', 'running')`))
      .ignore()
      .returning('*')
    if (made !== undefined) {
      await this.#queue.send(trx, { tenantId, jobId: made.id })
      return made
    }
    const there: StoredJob | undefined = await trx('jobs')
      .whereRaw('tenant_id = current_tenant()')
      .where({ kind, subject_id: subjectId, alone: true })
      .orderBy('created_at', 'desc')
      .first()
    return there!
  }

  /** Ends a job that waits, at once, and one that runs, soon; a finished one stays as it is. Answers the job as it is now. */
  async cancel(identity: Identity, { id, kind }: Pick<StoredJob, 'id' | 'kind'>, origin: string): Promise<StoredJob> {
    const { tenantId } = identity
    const now = await inTenant(this.#db, tenantId, async (trx) => {
      const [cancelled]: StoredJob[] = await trx('jobs')
        .where({ tenant_id: tenantId, id, cancel_asked: false })
        .whereIn('state', ['queued', 'running'])
        .update({
          cancel_asked: true,
          state: trx.raw(`CASE state WHEN 'queued' THEN 'cancelled' ELSE state END`),
          finished_at: trx.raw(`CASE state WHEN 'queued' THEN now() END`),
        })
        .returning('*')
      if (cancelled !== undefined) {
        const about = { subjectKind: 'job', subjectId: id, before: null, after: { kind }, origin }
        await auditOf(trx, identity, { action: 'job.cancel', ...about })
      }
      return cancelled ?? (await trx<StoredJob>('jobs').where({ tenant_id: tenantId, id }).first())
    })
    this.#running.look(id)
    return now!
  }

  /** Work that is being done here goes back to the queue. */
  async stop(): Promise<void> {
    this.#running.stop()
    await this.#queue.stop()
  }
}
