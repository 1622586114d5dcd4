/** Runs of open cycles are made again in the background, when it has become quiet after a change. */
import type { Knex } from 'knex'
import type { Jobs } from '../jobs/Jobs.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { askForRun } from './askForRun.ts'
import type { JudgedRun } from './isCurrentRun.ts'
import { tenantsWithSheets } from './tenantsWithSheets.ts'

export interface CurrentRunsOptions {
  db: Knex
  jobs: Pick<Jobs, 'ask'>
  /** After the last change of a tenant, in milliseconds. */
  quietMs: number
  log: { warn(fields: object, message: string): void }
}

/** Where people never stop, so many quiet times are waited for at most. */
const MOST_QUIETS = 20

interface Waiting {
  since: number
  timer: NodeJS.Timeout
}

export class CurrentRuns {
  readonly #options: CurrentRunsOptions
  readonly #waiting = new Map<string, Waiting>()
  #looking: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(options: CurrentRunsOptions) {
    this.#options = options
  }

  /** What changed while no server was there. */
  start(): void {
    tenantsWithSheets(this.#options.db).then(
      (tenants) => tenants.forEach((tenantId) => this.touch(tenantId)),
      (error: unknown) => this.#options.log.warn({ err: error }, 'runs could not be looked at after the start'),
    )
  }

  /** Something of the tenant may have changed. */
  touch(tenantId: string): void {
    if (this.#isStopped) {
      return
    }
    const { quietMs } = this.#options
    const now = performance.now()
    const before = this.#waiting.get(tenantId)
    clearTimeout(before?.timer)
    const since = before?.since ?? now
    const delayMs = Math.max(0, Math.min(quietMs, since + MOST_QUIETS * quietMs - now))
    const timer = setTimeout(() => this.#look(tenantId), delayMs)
    timer.unref()
    this.#waiting.set(tenantId, { since, timer })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#waiting.forEach(({ timer }) => clearTimeout(timer))
    this.#waiting.clear()
    await this.#looking
  }

  /** One tenant at a time: nobody waits for it. */
  #look(tenantId: string): void {
    this.#waiting.delete(tenantId)
    this.#looking = this.#looking.then(async () => {
      try {
        for (const run of await inTenant(this.#options.db, tenantId, newestOfOpenCycles)) {
          await (this.#isStopped ? undefined : this.#keepCurrent(tenantId, run))
        }
      } catch (error) {
        this.#options.log.warn({ err: error, tenantId }, 'runs could not be looked at; the next change does it')
      }
    })
  }

  async #keepCurrent(tenantId: string, run: JudgedRun): Promise<void> {
    // the formula parser is large, and idle servers do not need it
    const { isCurrentRun } = await import('./isCurrentRun.ts')
    await inTenant(this.#options.db, tenantId, async (trx) => {
      if (!(await isCurrentRun(trx, run))) {
        await askForRun(trx, this.#options.jobs, { tenantId, cycleId: run.cycle_id, askedBy: null, keepsRows: false })
      }
    })
  }
}

/** Of each cycle that is not locked and has been computed. */
function newestOfOpenCycles(trx: Knex.Transaction): Promise<JudgedRun[]> {
  return trx('runs as r')
    .join('cycles as c', (on) => on.on('c.tenant_id', 'r.tenant_id').on('c.id', 'r.cycle_id'))
    .whereRaw('r.tenant_id = current_tenant()')
    .whereNot('c.status', 'locked')
    .whereNull('c.deleted_at')
    .whereNotNull('r.root_hash')
    .distinctOn('r.cycle_id')
    .orderBy('r.cycle_id')
    .orderBy('r.made_at', 'desc')
    .select('r.id', 'r.cycle_id', 'r.cells_hash')
}
