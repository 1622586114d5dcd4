import type { Knex } from 'knex'
import type { DeviceMonthsReply } from '#shared/api/devices.ts'
import type { CounterReset, MeasuredMonth, ReadingGap } from '#shared/readings/MonthMeter.ts'
import type { Device } from '../models/Device.ts'
import { measureMonth, monthsSince } from './measureMonths.ts'

type ShownMonth = DeviceMonthsReply['data'][number]

interface StoredMonth extends MeasuredMonth {
  month: string
  amounts: ShownMonth['amounts']
}

/** Shown at once, ten years; older ones are in the sheets. */
const MOST_SHOWN = 120

/** Newest first: the running month as its readings are now, and those that are over as they were measured. */
export async function deviceMonths(trx: Knex.Transaction, device: Device): Promise<ShownMonth[]> {
  const [running] = await monthsSince(trx, device, new Date())
  const now = running === undefined ? null : await measureMonth(trx, device, running)
  const { rows } = await trx.raw<{ rows: StoredMonth[] }>(
    `SELECT m.month, m.total, m.mean, m.readings, m.share, m.gaps, m.resets, (
       SELECT coalesce(jsonb_agg(jsonb_build_object('rule_id', a.rule_id, 'value', a.value, 'state', a.state,
           'cycle_id', a.cycle_id, 'row_id', a.row_id,
           'cell_value', CASE jsonb_typeof(a.cell_value) WHEN 'number' THEN a.cell_value END)
         ORDER BY r.created_at, r.id), '[]')
       FROM device_amounts a JOIN device_rules r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
       WHERE r.tenant_id = m.tenant_id AND r.device_id = m.device_id AND a.month = m.month) AS amounts
     FROM device_months m
     WHERE m.tenant_id = current_tenant() AND m.device_id = ? ORDER BY m.month DESC LIMIT ${MOST_SHOWN}`,
    [device.id],
  )
  const over = rows.filter(({ month }) => month !== running?.month).map((row) => shown(row, false))
  return running === undefined || now === null || now.readings === 0
    ? over
    : [shown({ ...now, month: running.month, amounts: [] }, true), ...over]
}

function shown({ gaps, resets, ...month }: StoredMonth, isRunning: boolean): ShownMonth {
  const moment = (ms: number): string => new Date(ms).toISOString()
  return {
    ...month,
    is_running: isRunning,
    gaps: gaps.map(({ from, to }: ReadingGap) => ({ from: moment(from), to: moment(to) })),
    resets: resets.map(({ at, before, after, kind }: CounterReset) => ({ at: moment(at), before, after, kind })),
  }
}
