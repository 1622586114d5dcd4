import type { DeviceReply, NewDeviceBody } from '#shared/api/devices.ts'
import { parseNumber } from '#shared/cells/parseNumber.ts'
import type { DeviceKind } from '#shared/readings/MonthMeter.ts'

const HOUR = 60
const DAY = 24 * HOUR
/** How far readings lie apart, in minutes: what meters usually do. */
export const INTERVALS = [1, 5, 10, 15, 30, HOUR, DAY, 7 * DAY, 31 * DAY] as const

/** A meter as its form has it. */
export interface MeterDraft {
  name: string
  serial: string
  site: string
  kind: DeviceKind
  unit: string
  /** A number, or empty. */
  rollsOverAt: string
  intervalMinutes: number
  timeZone: string
}

/** `timeZone`: of whoever fills it in. */
export const newMeterDraft = (timeZone: string): MeterDraft => ({
  name: '',
  serial: '',
  site: '',
  kind: 'counter',
  unit: '',
  rollsOverAt: '',
  intervalMinutes: 15,
  timeZone,
})

export const meterDraftOf = (meter: DeviceReply): MeterDraft => ({
  name: meter.name,
  serial: meter.serial,
  site: meter.site,
  kind: meter.kind,
  unit: meter.unit,
  rollsOverAt: meter.rolls_over_at === null ? '' : String(meter.rolls_over_at),
  intervalMinutes: meter.interval_minutes,
  timeZone: meter.time_zone,
})

/** Paths of what cannot be read. */
export const unreadable = (draft: MeterDraft): string[] => (rollsOver(draft) === undefined ? ['rolls_over_at'] : [])

/** What is sent for one that is there; kind and unit stay. */
export const meterChange = (draft: MeterDraft): Omit<NewDeviceBody, 'kind' | 'unit'> => ({
  name: draft.name,
  serial: draft.serial,
  site: draft.site,
  rolls_over_at: rollsOver(draft) ?? null,
  interval_minutes: draft.intervalMinutes,
  time_zone: draft.timeZone,
})

/** What is sent for a new one. */
export const meterBody = (draft: MeterDraft): NewDeviceBody => ({
  ...meterChange(draft),
  kind: draft.kind,
  unit: draft.unit,
})

/** Null: none; undefined: it cannot be read. */
function rollsOver({ kind, rollsOverAt }: MeterDraft): number | null | undefined {
  return kind !== 'counter' || rollsOverAt.trim() === '' ? null : (parseNumber(rollsOverAt) ?? undefined)
}
