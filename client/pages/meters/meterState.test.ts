import { expect, test } from 'vitest'
import { type DeviceReply, NewDeviceBody } from '#shared/api/devices.ts'
import { meterBody, meterDraftOf, newMeterDraft, unreadable } from './meterDraft.ts'
import { isLate, meterState } from './meterState.ts'

const METER: DeviceReply = {
  id: 'm',
  name: 'Main',
  serial: '',
  site: '',
  kind: 'counter',
  unit: 'kWh',
  rolls_over_at: 1e6,
  interval_minutes: 15,
  time_zone: 'UTC',
  hint: 'abcd',
  previous_until: null,
  created_at: '2025-01-01T00:00:00Z',
  created_by: { id: 'u', name: 'Ada' },
  last_reading: null,
  received_at: null,
  last_refusal: null,
  mqtt: null,
  open_months: 0,
  gap_months: 0,
  reset_months: 0,
  rules: [],
}

test('a meter is silent after three readings that did not come, and refused as long as nothing better came', () => {
  const at = '2025-01-01T12:00:00.000Z'
  const after = (minutes: number): number => Date.parse(at) + minutes * 60_000
  expect(meterState(METER)).toEqual({ kind: 'waiting' })
  const received = { ...METER, received_at: at }
  expect(meterState(received, after(45))).toEqual({ kind: 'sends' })
  expect(meterState(received, after(46))).toEqual({ kind: 'silent', since: at })
  const refusal = { at: '2025-01-01T12:00:01.000Z', errors: [] }
  expect(meterState({ ...received, last_refusal: refusal }, after(1))).toEqual({ kind: 'refused', since: refusal.at })
  const better = { ...METER, received_at: '2025-01-01T12:00:02.000Z', last_refusal: refusal }
  expect(meterState(better, after(1))).toEqual({ kind: 'sends' })
})

test('a reading is late when the next one was due before it came', () => {
  const at = '2025-01-01T12:00:00Z'
  expect(isLate({ at, received_at: '2025-01-01T12:15:00Z' }, 15)).toBe(false)
  expect(isLate({ at, received_at: '2025-01-01T12:15:01Z' }, 15)).toBe(true)
})

test('a form becomes what the API takes, and a number that is none is told', () => {
  const draft = { ...newMeterDraft('Europe/Berlin'), name: 'Gas', unit: 'm3', rollsOverAt: '999,999' }
  expect(NewDeviceBody.parse(meterBody(draft))).toMatchObject({ rolls_over_at: 999_999, interval_minutes: 15 })
  expect(unreadable({ ...draft, rollsOverAt: 'many' })).toEqual(['rolls_over_at'])
  expect(meterBody({ ...draft, kind: 'interval' }).rolls_over_at).toBeNull()
  expect(meterBody(meterDraftOf(METER))).toMatchObject({ name: 'Main', rolls_over_at: 1e6, time_zone: 'UTC' })
})
