import type { DeviceReply, DeviceRuleReply } from '#shared/api/devices.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { FieldOption } from '#shared/fields/field.ts'
import { readingsTopic } from '../devices/mqtt/readingsTopic.ts'
import type { MqttWay } from '../services/mqtt.ts'

/** A device as the list selects it. */
export interface DeviceRow {
  id: string
  name: string
  serial: string
  site: string
  kind: DeviceReply['kind']
  unit: string
  rolls_over_at: number | null
  interval_minutes: number
  time_zone: string
  hint: string
  previous_until: Date | null
  created_at: Date
  created_by: string
  creator_name: string
  received_at: Date | null
  last_at: Date | null
  last_value: number | null
  refused_at: Date | null
  refusal: ProblemDetail[] | null
  open_months: number
  gap_months: number
  reset_months: number
  rules: RuleRow[]
}

interface RuleRow extends Omit<DeviceRuleReply, 'site_name'> {
  options: FieldOption[] | null
}

/** A device without its credential. `mqtt`: how devices reach us by it; null: they cannot. */
export function presentDevice(row: DeviceRow, mqtt: MqttWay | null, now = new Date()): DeviceReply {
  const { id, name, serial, site, kind, unit, rolls_over_at, interval_minutes, time_zone, hint, open_months } = row
  const isOverlapping = row.previous_until !== null && row.previous_until > now
  return {
    id,
    name,
    serial,
    site,
    kind,
    unit,
    rolls_over_at,
    interval_minutes,
    time_zone,
    hint,
    previous_until: isOverlapping ? row.previous_until!.toISOString() : null,
    created_at: row.created_at.toISOString(),
    created_by: { id: row.created_by, name: row.creator_name },
    last_reading:
      row.last_at === null || row.last_value === null ? null : { at: row.last_at.toISOString(), value: row.last_value },
    received_at: row.received_at?.toISOString() ?? null,
    last_refusal: row.refused_at === null ? null : { at: row.refused_at.toISOString(), errors: row.refusal ?? [] },
    mqtt: mqtt === null ? null : { url: mqtt.url, topic: readingsTopic(id), is_outside: mqtt.isOutside },
    open_months,
    gap_months: row.gap_months,
    reset_months: row.reset_months,
    rules: row.rules.map(({ options, ...rule }) => ({
      ...rule,
      site_name: options?.find((option) => option.id === rule.site)?.label ?? null,
    })),
  }
}
