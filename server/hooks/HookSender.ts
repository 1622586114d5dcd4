/** Sends what webhooks are to be told. Every server looks by itself; the database says which of them sends what. */
import type { Knex } from 'knex'
import pLimit from 'p-limit'
import { RepeatedLook } from '../jobs/RepeatedLook.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type DueDelivery, forgetOld, noteCall, takeDue } from './deliveries.ts'
import { callOut, type CallOutOptions } from './egress/callOut.ts'
import type { HookSecrets } from './HookSecrets.ts'
import { tellRows } from './tellRows.ts'

/** How often things happen, in milliseconds. */
export interface HookTiming {
  /** Between two looks at what is due. */
  lookMs: number
  /** A sheet that changes all the time is told of so often. */
  rowsMs: number
  /** A server that has not come back with an answer by then is taken for dead. Longer than a call may take. */
  leaseMs: number
}

export const HOOK_TIMING: HookTiming = { lookMs: 2000, rowsMs: 10_000, leaseMs: 30_000 }

export interface HookSenderOptions {
  db: Knex
  secrets: HookSecrets
  egress: CallOutOptions
  timing: HookTiming
  log: { warn(fields: object, message: string): void }
}

/** Old deliveries are cleared up so often. */
const FORGET_EVERY_MS = 3_600_000
const USER_AGENT = 'Carbonsheet-Webhooks/1'

export class HookSender {
  readonly #options: HookSenderOptions
  readonly #limit = pLimit(8)
  readonly #looking: RepeatedLook
  #forgotAt = Number.NEGATIVE_INFINITY

  constructor(options: HookSenderOptions) {
    this.#options = options
    this.#looking = new RepeatedLook(() => this.#round(), options.timing.lookMs)
  }

  start(): void {
    this.#looking.start()
  }

  /** Looks now: something was written down just before. */
  look(): void {
    this.#looking.look()
  }

  /** Waits for the calls that are on their way, which are short. */
  stop(): Promise<void> {
    return this.#looking.stop()
  }

  async #round(): Promise<void> {
    const { db, log } = this.#options
    try {
      const tenants = await tenantsWithHooks(db)
      await Promise.all(tenants.map((tenantId) => this.#sendDue(tenantId)))
      if (performance.now() - this.#forgotAt > FORGET_EVERY_MS) {
        this.#forgotAt = performance.now()
        await Promise.all(tenants.map((tenantId) => inTenant(db, tenantId, forgetOld)))
      }
    } catch (error) {
      log.warn({ err: error }, 'webhooks could not be looked after; it is tried again')
    }
  }

  /** Until nothing of the tenant is due any more. */
  async #sendDue(tenantId: string): Promise<void> {
    const { db, timing } = this.#options
    await inTenant(db, tenantId, (trx) => tellRows(trx, timing.rowsMs))
    for (let taken = 1; taken > 0 && !this.#looking.isStopped;) {
      const due = await inTenant(db, tenantId, (trx) => takeDue(trx, timing.leaseMs))
      taken = due.length
      await Promise.all(due.map((delivery) => this.#limit(() => this.#send(tenantId, delivery))))
    }
  }

  async #send(tenantId: string, delivery: DueDelivery): Promise<void> {
    const { db, secrets, egress } = this.#options
    const { id, url, body, secret, previous_secret: previous } = delivery
    const at = new Date()
    const seconds = Math.floor(at.getTime() / 1000)
    const started = performance.now()
    const signature = secrets.sign(previous === null ? [secret] : [secret, previous], { id, seconds, body })
    const headers = {
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature ?? '',
    }
    const outcome =
      signature === null
        ? { status: null, problem: 'no-secret' as const, answer: '' }
        : await callOut(url, { headers, body }, egress)
    const durationMs = performance.now() - started
    await inTenant(db, tenantId, (trx) => noteCall(trx, delivery, { ...outcome, at, durationMs }))
  }
}

/** The one question beyond a tenant: who has webhooks at all. */
function tenantsWithHooks(db: Knex): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.follow_webhooks', 'on', true)`)
    return trx('webhooks').where({ state: 'active' }).whereNull('deleted_at').distinct('tenant_id').pluck('tenant_id')
  })
}
