import type { DeviceReply } from '#shared/api/devices.ts'

/** How a meter does: what came of it last, and whether that was to be expected. */
export type MeterState =
  | { kind: 'waiting' }
  | { kind: 'sends' }
  /** Since when, as an ISO instant. */
  | { kind: 'silent' | 'refused'; since: string }

/** As many readings in a row may be missing before somebody should look. */
const MISSED = 3
const MINUTE_MS = 60_000

/** `refused`: something that came later than the last reading was not taken. */
export function meterState(
  { received_at: received, last_refusal: refusal, interval_minutes: minutes }: DeviceReply,
  now = Date.now(),
): MeterState {
  if (refusal !== null && (received === null || refusal.at > received)) {
    return { kind: 'refused', since: refusal.at }
  }
  if (received === null) {
    return { kind: 'waiting' }
  }
  return now - Date.parse(received) > MISSED * minutes * MINUTE_MS
    ? { kind: 'silent', since: received }
    : { kind: 'sends' }
}

/** Whether a reading came later than the one behind it was due. */
export const isLate = (reading: { at: string; received_at: string }, intervalMinutes: number): boolean =>
  Date.parse(reading.received_at) - Date.parse(reading.at) > intervalMinutes * MINUTE_MS
