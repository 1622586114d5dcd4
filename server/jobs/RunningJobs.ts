/** The work that is being done on this server: begun, looked after, and brought to an end that is written down. */
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { JobResult } from '#shared/api/jobs.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { AppError } from '../errors/AppError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { Message } from '../storage/queue/WorkQueue.ts'
import type { AnyJobKind } from './JobKind.ts'
import type { StoredJob } from './StoredJob.ts'

/** Progress is written, and a wish to cancel read, this often. */
const LOOK_MS = 500
/** Begun so often without an end, by servers that died or by failures, a job has failed. */
const MOST_ATTEMPTS = 4

/** One attempt at a job, which only this server makes. */
interface Attempt {
  job: StoredJob
  progress: number
  doing: string | null
  isUntold: boolean
  controller: AbortController
}

/** What an attempt came to. `again`: later, by whoever is there. */
type Ending =
  | { state: 'done'; result: JobResult }
  | { state: 'failed'; error: { code: string; detail: string } }
  | { state: 'cancelled' }
  | { state: 'again'; counts: boolean; cause: unknown }

export class RunningJobs {
  readonly #db: Knex
  readonly #kinds: ReadonlyMap<string, AnyJobKind>
  readonly #logger: Pick<Logger, 'error' | 'warn'>
  readonly #attempts = new Map<string, Attempt>()
  #isStopped = false

  constructor(options: { db: Knex; kinds: readonly AnyJobKind[]; logger: Pick<Logger, 'error' | 'warn'> }) {
    this.#db = options.db
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]))
    this.#logger = options.logger
  }

  /** Does what a message names, if it is still to be done. Throws when another attempt is wanted. */
  async perform({ tenantId, jobId }: Message): Promise<void> {
    if (this.#isStopped) {
      throw new Error('this server stops')
    }
    const job = await inTenant(this.#db, tenantId, (trx) => begin(trx, jobId))
    if (job === null) {
      return // cancelled, finished, or gone
    }
    const controller = new AbortController()
    const attempt: Attempt = { job, progress: 0, doing: null, isUntold: false, controller }
    this.#attempts.set(jobId, attempt)
    const looking = setInterval(() => this.look(jobId), LOOK_MS)
    try {
      const ending = await this.#outcome(attempt)
      await inTenant(this.#db, tenantId, (trx) => end(trx, job, ending))
      if (ending.state === 'again') {
        throw ending.cause
      }
    } finally {
      clearInterval(looking)
      this.#attempts.delete(jobId)
    }
  }

  /** Writes how far a job is that runs here, and ends it when that is wished. */
  look(jobId: string): void {
    const attempt = this.#attempts.get(jobId)
    if (attempt !== undefined) {
      this.#look(attempt).catch((error: unknown) =>
        this.#logger.warn({ err: error, jobId }, 'how far a job is could not be written'),
      )
    }
  }

  /** What runs here ends, to be begun again elsewhere or after the next start. */
  stop(): void {
    this.#isStopped = true
    this.#attempts.forEach(({ controller }) => controller.abort(STOPPING))
  }

  async #look(attempt: Attempt): Promise<void> {
    const { job, progress, doing, isUntold, controller } = attempt
    attempt.isUntold = false
    const [now]: Pick<StoredJob, 'cancel_asked'>[] = await inTenant(this.#db, job.tenant_id, (trx) =>
      isUntold
        ? mine(trx, job).update({ progress, doing }).returning('cancel_asked')
        : mine(trx, job).select('cancel_asked'),
    )
    if (now === undefined) {
      controller.abort(LOST)
    } else if (now.cancel_asked) {
      controller.abort(CANCELLED)
    }
  }

  async #outcome(attempt: Attempt): Promise<Ending> {
    const { job, controller } = attempt
    const { signal } = controller
    const kind = this.#kinds.get(job.kind)
    if (kind === undefined) {
      const detail = 'This server does not know such work: it is of an older version. Ask for it again.'
      return { state: 'failed', error: { code: 'unavailable', detail } }
    }
    if (job.attempt > MOST_ATTEMPTS) {
      return { state: 'failed', error: { code: 'internal', detail: GIVEN_UP } }
    }
    try {
      const started = { id: job.id, tenantId: job.tenant_id, input: job.input, askedBy: job.asked_by }
      const tell = (part: number, doing?: string): void => {
        attempt.progress = Math.min(1, Math.max(0, part))
        attempt.doing = doing ?? attempt.doing
        attempt.isUntold = true
      }
      return { state: 'done', result: await kind.begin(started, tell, signal) }
    } catch (error) {
      if (signal.aborted) {
        return signal.reason === CANCELLED
          ? { state: 'cancelled' }
          : { state: 'again', counts: signal.reason !== STOPPING, cause: error }
      }
      if (error instanceof AppError) {
        return { state: 'failed', error: { code: error.code, detail: error.message } }
      }
      this.#logger.error({ err: error, jobId: job.id, kind: job.kind }, 'a job failed')
      return job.attempt < MOST_ATTEMPTS
        ? { state: 'again', counts: true, cause: error }
        : { state: 'failed', error: { code: 'internal', detail: GIVEN_UP } }
    }
  }
}

/** The first attempt, or the next one after that of a server that died. Null: there is nothing to be done any more. */
async function begin(trx: Knex.Transaction, id: string): Promise<StoredJob | null> {
  const open = () =>
    trx<StoredJob>('jobs')
      .whereRaw('tenant_id = current_tenant()')
      .where({ id })
      .whereIn('state', ['queued', 'running'])
  await open().where({ cancel_asked: true }).update({ state: 'cancelled', finished_at: trx.fn.now() })
  const [job] = await open()
    .update({
      state: 'running',
      attempt: trx.raw('attempt + 1'),
      progress: 0,
      doing: null,
      started_at: trx.raw('coalesce(started_at, now())'),
    })
    .returning('*')
  return job ?? null
}

/** Nothing, when another attempt was begun meanwhile: this one was taken for dead. */
async function end(trx: Knex.Transaction, job: StoredJob, ending: Ending): Promise<void> {
  const finished_at = trx.fn.now()
  switch (ending.state) {
    case 'done':
      await mine(trx, job).update({
        state: 'done',
        progress: 1,
        doing: null,
        result: JSON.stringify(ending.result),
        finished_at,
      })
      return
    case 'failed':
      await mine(trx, job).update({ state: 'failed', doing: null, error: JSON.stringify(ending.error), finished_at })
      return
    case 'cancelled':
      await mine(trx, job).update({ state: 'cancelled', doing: null, finished_at })
      return
    case 'again':
      await mine(trx, job).update({
        state: 'queued',
        progress: 0,
        doing: null,
        ...(!ending.counts && { attempt: trx.raw('attempt - 1') }),
      })
      return
    default:
      assertNever(ending)
  }
}

const mine = (trx: Knex.Transaction, { id, attempt }: StoredJob): Knex.QueryBuilder =>
  trx('jobs').whereRaw('tenant_id = current_tenant()').where({ id, attempt, state: 'running' })

const CANCELLED = Symbol('cancelled')
const STOPPING = Symbol('the server stops')
const LOST = Symbol('another server does it')
const GIVEN_UP =
  'It was begun several times and did not come to its end. Nothing of it was kept. Ask for it again; if that fails as well, tell whoever runs this server.'
