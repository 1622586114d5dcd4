/**
 * Keeps readings: what devices send is gathered for a moment and written in one statement for a whole tenant, so that many
 * small messages cost what a few large ones do.
 */
import type { Knex } from 'knex'
import type { Reading } from '#shared/readings/checkReadings.ts'
import { AppError } from '../errors/AppError.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** What came of some readings; together they are as many. */
export interface StoredReadings {
  stored: number
  /** They were there already, with the same value. */
  duplicates: number
  /** Another value was there, and is kept beside. */
  corrected: number
}

interface Waiting {
  deviceId: string
  readings: readonly Reading[]
  done: PromiseWithResolvers<StoredReadings>
}

/** Of one statement: it stays short, so that those of people are not kept waiting. */
const MOST_AT_ONCE = 10_000
/** Of one tenant in memory. Whoever sends more waits, or is told to come back. */
const MOST_WAITING = 50_000

export class ReadingStore {
  readonly #db: Knex
  readonly #queues = new Map<string, { waiting: Waiting[]; count: number; writing: Promise<void> }>()
  #isStopped = false

  constructor(db: Knex) {
    this.#db = db
  }

  /**
   * Answers when all of them are durable. Their times differ. Throws `unavailable` when more wait than the database takes, and
   * what the database throws; then none of them was kept, and sending them again is right.
   */
  store(tenantId: string, deviceId: string, readings: readonly Reading[]): Promise<StoredReadings> {
    const queue = this.#queues.get(tenantId) ?? { waiting: [], count: 0, writing: Promise.resolve() }
    if (this.#isStopped || queue.count + readings.length > MOST_WAITING) {
      throw tooBusy()
    }
    const done = Promise.withResolvers<StoredReadings>()
    queue.waiting.push({ deviceId, readings, done })
    queue.count += readings.length
    if (!this.#queues.has(tenantId)) {
      this.#queues.set(tenantId, queue)
      queue.writing = this.#writeAll(tenantId, queue)
    }
    return done.promise
  }

  /** Takes nothing any more, and keeps what was taken. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([...this.#queues.values()].map(({ writing }) => writing))
  }

  async #writeAll(tenantId: string, queue: { waiting: Waiting[]; count: number }): Promise<void> {
    // what arrives in the same turn goes into one statement
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.waiting.length > 0) {
      const batch = takeBatch(queue.waiting)
      queue.count -= batch.reduce((sum, { readings }) => sum + readings.length, 0)
      try {
        const stored = await inTenant(this.#db, tenantId, (trx) => keep(trx, batch))
        batch.forEach(({ done }, i) => done.resolve(stored[i]!))
      } catch (error) {
        batch.forEach(({ done }) => done.reject(error))
      }
    }
    this.#queues.delete(tenantId)
  }
}

/** As many as fit; two that speak of the same moment of a device go one after the other. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const times = new Map<string, Set<number>>()
  let [taken, count] = [0, 0]
  for (const { deviceId, readings } of waiting) {
    const known = times.get(deviceId) ?? new Set()
    if (taken > 0 && (count + readings.length > MOST_AT_ONCE || readings.some(({ at }) => known.has(at)))) {
      break
    }
    readings.forEach(({ at }) => known.add(at))
    times.set(deviceId, known)
    count += readings.length
    taken++
  }
  return waiting.splice(0, taken)
}

/**
 * Writers of a tenant take turns, on all servers: so what was there before is seen, and no value is lost. From where on months
 * are to be measured anew goes into the same transaction: from the reading before, because the step from it may have changed.
 */
async function keep(trx: Knex.Transaction, batch: readonly Waiting[]): Promise<StoredReadings[]> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['readings'])
  const all = batch.flatMap(({ deviceId, readings }, i) => readings.map((reading) => ({ deviceId, i, ...reading })))
  const { rows } = await trx.raw<{ rows: { n: number; same: boolean }[] }>(KEEP, {
    devices: all.map(({ deviceId }) => deviceId),
    times: all.map(({ at }) => new Date(at).toISOString()),
    values: all.map(({ value }) => value),
  })
  const stored = batch.map(({ readings }) => ({ stored: readings.length, duplicates: 0, corrected: 0 }))
  for (const { n, same } of rows) {
    const of = stored[all[n - 1]!.i]!
    of.stored--
    of[same ? 'duplicates' : 'corrected']++
  }
  return stored
}

const KEEP = `
  WITH given AS (
    SELECT * FROM unnest(CAST(:devices AS uuid[]), CAST(:times AS timestamptz[]), CAST(:values AS float8[])) WITH ORDINALITY AS g (device_id, at, value, n)
  ), there AS (
    SELECT g.n, g.device_id, g.at, r.value, r.received_at, r.value = g.value AS same
    FROM given g JOIN device_readings r ON r.tenant_id = current_tenant() AND r.device_id = g.device_id AND r.at = g.at
  ), kept_before AS (
    INSERT INTO device_corrections (tenant_id, device_id, at, value, received_at)
    SELECT current_tenant(), device_id, at, value, received_at FROM there WHERE NOT same
  ), news AS (
    SELECT g.* FROM given g LEFT JOIN there t ON t.n = g.n WHERE t.same IS NOT TRUE
  ), kept AS (
    INSERT INTO device_readings (tenant_id, device_id, at, value)
    SELECT current_tenant(), device_id, at, value FROM news
    ON CONFLICT (tenant_id, device_id, at) DO UPDATE SET value = excluded.value, received_at = excluded.received_at
  ), moved AS (
    UPDATE device_positions p
    SET last_at = greatest(p.last_at, m.last_at), received_at = now(),
      dirty_from = least(p.dirty_from, m.first_at, CASE WHEN m.first_at > p.last_at THEN p.last_at END)
    FROM (SELECT device_id, min(at) AS first_at, max(at) AS last_at FROM news GROUP BY device_id) m
    WHERE p.tenant_id = current_tenant() AND p.device_id = m.device_id
  )
  SELECT CAST(n AS int) AS n, same FROM there`

const tooBusy = (): AppError =>
  new AppError({
    code: 'unavailable',
    status: 503,
    detail: 'More readings arrive than can be kept at the moment. Nothing of these was kept. Send them again.',
    retryAfterSeconds: 5,
  })
