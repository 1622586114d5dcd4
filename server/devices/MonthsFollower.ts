/** Measures months of devices when they are over or readings come late, and writes them where rules say. */
import type { Knex } from 'knex'
import { identityBehind } from '../auth/identityBehind.ts'
import { RepeatedLook } from '../jobs/RepeatedLook.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type Measured, measureAgain } from './measureMonths.ts'
import { meterWriterKey } from './meterWriter.ts'
import { type AmountServices, GesturesBySheet, type StoredRule, writeAmounts } from './writeAmounts.ts'

/** How often it is looked for months that are over or were corrected, in milliseconds. */
export const MONTHS_LOOK_MS = 30_000

export interface MonthsFollowerOptions extends AmountServices {
  lookMs: number
  log: { warn(fields: object, message: string): void }
}

/** A device of which months are to be measured. */
interface DueDevice extends Measured {
  since: Date
}

/** A rule, and since when it is to be applied to all months; null: only to those that were measured. */
type DueRule = StoredRule & { due_at: Date | null }

export class MonthsFollower {
  readonly #options: MonthsFollowerOptions
  readonly #looking: RepeatedLook

  constructor(options: MonthsFollowerOptions) {
    this.#options = options
    this.#looking = new RepeatedLook(() => this.#round(), options.lookMs)
  }

  start(): void {
    this.#looking.start()
  }

  /** Looks now, or once more when it is looking. */
  look(): void {
    this.#looking.look()
  }

  stop(): Promise<void> {
    return this.#looking.stop()
  }

  async #round(): Promise<void> {
    const tenants = await this.#orTellOf({}, () => tenantsWithDevices(this.#options.db))
    for (const tenantId of tenants ?? []) {
      await (this.#looking.isStopped ? undefined : this.#orTellOf({ tenantId }, () => this.#follow(tenantId)))
    }
  }

  /** What fails is tried again at the next look; what is elsewhere is not kept waiting for it. */
  async #orTellOf<T>(about: object, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work()
    } catch (error) {
      this.#options.log.warn({ ...about, err: error }, 'months of devices could not be followed; it is tried again')
      return null
    }
  }

  /** One server at a time in a tenant: the lock is held by a transaction that does nothing else. */
  async #follow(tenantId: string): Promise<void> {
    await inTenant(this.#options.db, tenantId, async (trx) => {
      const { rows } = await trx.raw<{ rows: { is_mine: boolean }[] }>(
        'SELECT pg_try_advisory_xact_lock(hashtext(current_tenant()::text || ?)) AS is_mine',
        ['months of devices'],
      )
      if (rows[0]?.is_mine === true) {
        await this.#measureAndWrite(tenantId)
      }
    })
  }

  async #measureAndWrite(tenantId: string): Promise<void> {
    const { db } = this.#options
    const measured = new Map<string, string[]>()
    for (const device of await inTenant(db, tenantId, takeDue)) {
      if (this.#looking.isStopped) {
        return
      }
      measured.set(device.id, await inTenant(db, tenantId, (trx) => measureAgain(trx, device, device.since)))
    }
    const rules = await inTenant(db, tenantId, (trx) => rulesOf(trx, [...measured.keys()]))
    if (rules.length > 0) {
      const keyId = await inTenant(db, tenantId, meterWriterKey)
      const writer = keyId === null ? null : await identityBehind(this.#options.reader, tenantId, keyId)
      const by = { tenantId, writer, gestures: new GesturesBySheet() }
      for (const rule of rules) {
        if (this.#looking.isStopped) {
          return
        }
        const months = rule.due_at !== null ? null : (measured.get(rule.device_id) ?? [])
        await writeAmounts(this.#options, by, { rule, months })
        await inTenant(db, tenantId, (trx) => ruleApplied(trx, rule))
      }
    }
    // what was begun and not ended, because a server died, is taken up again
    await inTenant(db, tenantId, (trx) => endMeasuring(trx, [...measured.keys()]))
  }
}

function tenantsWithDevices(db: Knex): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.follow_devices', 'on', true)`)
    return trx('devices').whereNull('deleted_at').distinct('tenant_id').pluck('tenant_id')
  })
}

/** What of months that are over is to be measured anew. What arrives from now on is noted anew. */
async function takeDue(trx: Knex.Transaction): Promise<DueDevice[]> {
  const { rows } = await trx.raw<{ rows: DueDevice[] }>(`
    UPDATE device_positions p SET measuring_from = least(p.measuring_from, p.dirty_from), dirty_from = NULL
    FROM devices d
    WHERE p.tenant_id = current_tenant() AND d.tenant_id = p.tenant_id AND d.id = p.device_id AND d.deleted_at IS NULL
      AND (p.measuring_from IS NOT NULL
        OR p.dirty_from < date_trunc('month', now() AT TIME ZONE d.time_zone) AT TIME ZONE d.time_zone)
    RETURNING d.id, d.kind, d.rolls_over_at AS "rollsOverAt", d.interval_minutes AS "intervalMinutes",
      d.time_zone AS "timeZone", p.measuring_from AS since`)
  return rows
}

/** Of devices whose months were measured, and those that are to be applied to all months. */
function rulesOf(trx: Knex.Transaction, deviceIds: readonly string[]): Promise<DueRule[]> {
  return trx('device_rules as r')
    .join('devices as d', (on) => on.on('d.tenant_id', 'r.tenant_id').on('d.id', 'r.device_id'))
    .join('fields as f', (on) => on.on('f.tenant_id', 'r.tenant_id').on('f.id', 'r.field_id'))
    .whereRaw('r.tenant_id = current_tenant()')
    .whereNull('d.deleted_at')
    .where((any) => void any.whereNotNull('r.due_at').orWhereIn('r.device_id', [...deviceIds]))
    .orderBy(['r.created_at', 'r.id'])
    .select('r.*', { device_unit: 'd.unit', field_unit: 'f.unit' })
}

/** Not when somebody asked for all months of it meanwhile: the next round does that. */
async function ruleApplied(trx: Knex.Transaction, { id, due_at: dueAt }: DueRule): Promise<void> {
  if (dueAt !== null) {
    const own = trx('device_rules').whereRaw('tenant_id = current_tenant()')
    await own.where({ id, due_at: dueAt }).update({ due_at: null })
  }
}

async function endMeasuring(trx: Knex.Transaction, deviceIds: readonly string[]): Promise<void> {
  await trx('device_positions')
    .whereRaw('tenant_id = current_tenant()')
    .whereIn('device_id', [...deviceIds])
    .update({ measuring_from: null })
}
