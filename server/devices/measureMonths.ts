/** The months of a device, measured from its readings. Months begin at midnight in its time zone, as the database has it. */
import type { Knex } from 'knex'
import { MonthMeter, type MeasuredMonth } from '#shared/readings/MonthMeter.ts'
import type { Device } from '../models/Device.ts'
import { readCursor } from '../storage/database/readCursor.ts'

/** What is needed of a device to measure it. */
export type Measured = Pick<Device, 'id' | 'kind' | 'rollsOverAt' | 'intervalMinutes' | 'timeZone'>

/** A month such as "2026-03", with its first moment and the first one behind it. */
export interface MonthSpan {
  month: string
  startsAt: Date
  endsAt: Date
  isRunning: boolean
}

const BLOCK = 20_000
/** Ten years: what is older is no open cycle's. */
const MOST_MONTHS = 120

/** The months from a moment to now, the newest of them at most `MOST_MONTHS`. */
export async function monthsSince(trx: Knex.Transaction, { timeZone }: Measured, from: Date): Promise<MonthSpan[]> {
  const { rows } = await trx.raw<{ rows: { month: string; starts_at: Date; ends_at: Date; is_running: boolean }[] }>(
    `SELECT to_char(local, 'YYYY-MM') AS month, local AT TIME ZONE :timeZone AS starts_at,
       (local + interval '1 month') AT TIME ZONE :timeZone AS ends_at,
       (local + interval '1 month') AT TIME ZONE :timeZone > now() AS is_running
     FROM generate_series(date_trunc('month', CAST(:from AS timestamptz) AT TIME ZONE :timeZone),
       date_trunc('month', now() AT TIME ZONE :timeZone), interval '1 month') AS local
     ORDER BY local DESC LIMIT ${MOST_MONTHS}`,
    { timeZone, from },
  )
  return rows
    .map(({ month, starts_at, ends_at, is_running }) => ({
      month,
      startsAt: starts_at,
      endsAt: ends_at,
      isRunning: is_running,
    }))
    .toReversed()
}

/** What the readings of one month come to; those around it are looked at, because steps go over its ends. */
export async function measureMonth(
  trx: Knex.Transaction,
  device: Measured,
  { startsAt, endsAt }: MonthSpan,
): Promise<MeasuredMonth> {
  const metering = {
    kind: device.kind,
    intervalMs: device.intervalMinutes * 60_000,
    rollsOverAt: device.rollsOverAt,
  }
  const meter = new MonthMeter(metering, { startMs: startsAt.getTime(), endMs: endsAt.getTime() })
  const own = `tenant_id = current_tenant() AND device_id = :deviceId`
  const sql = `
    SELECT at, value FROM device_readings
    WHERE ${own}
      AND at >= coalesce((SELECT max(at) FROM device_readings WHERE ${own} AND at <= :startsAt), :startsAt)
      AND at <= coalesce((SELECT min(at) FROM device_readings WHERE ${own} AND at >= :endsAt), :endsAt)
    ORDER BY at`
  const bindings = { deviceId: device.id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  for await (const rows of readCursor<{ at: Date; value: number }>(trx, { sql, bindings, block: BLOCK })) {
    rows.forEach(({ at, value }) => meter.add(at.getTime(), value))
  }
  return meter.month
}

/** Measures what is over since a moment, and the month before it as far as a step begins there, and keeps it. Answers those months. */
export async function measureAgain(trx: Knex.Transaction, device: Measured, since: Date): Promise<string[]> {
  const before: { at: Date } | undefined = await trx('device_readings')
    .where({ device_id: device.id })
    .whereRaw('tenant_id = current_tenant()')
    .where('at', '<', since)
    .orderBy('at', 'desc')
    .first('at')
  const months = (await monthsSince(trx, device, before?.at ?? since)).filter(({ isRunning }) => !isRunning)
  for (const span of months) {
    const { total, mean, readings, share, gaps, resets } = await measureMonth(trx, device, span)
    await trx('device_months')
      .insert({
        tenant_id: trx.raw('current_tenant()'),
        device_id: device.id,
        month: span.month,
        total,
        mean,
        readings,
        share,
        gaps: JSON.stringify(gaps),
        resets: JSON.stringify(resets),
        measured_at: trx.fn.now(),
      })
      .onConflict(['tenant_id', 'device_id', 'month'])
      .merge()
  }
  return months.map(({ month }) => month)
}
