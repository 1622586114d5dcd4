import { expect, test } from 'vitest'
import { ReadingsBody } from '../api/devices.ts'
import { checkReadings } from './checkReadings.ts'

const NOW = Date.parse('2026-03-29T12:00:00Z')
const KWH = { unit: 'kWh' }
const check = (body: ReadingsBody) => checkReadings(body, KWH, NOW)

test('times with offsets are one moment, whatever they are written in; the same reading twice is one', () => {
  const readings = [
    { at: '2026-03-29T02:30:00+01:00', value: 5 },
    { at: '2026-03-29T01:30:00Z', value: 5 },
    // an hour of the change of clocks is there twice on the wall, and once in time
    { at: '2026-03-29T03:30:00+02:00', value: 5 },
    { at: '2026-03-29T03:31:00+02:00', value: -0 },
  ]
  expect(check({ readings, unit: 'kwh' })).toEqual({
    ok: true,
    value: [
      { at: Date.parse('2026-03-29T01:30:00Z'), value: 5 },
      { at: Date.parse('2026-03-29T01:31:00Z'), value: 0 },
    ],
  })
})

test('everything that is wrong is told at once', () => {
  const readings = [
    { at: '2026-03-29T12:06:00Z', value: 1 },
    { at: '1970-01-01T00:00:00Z', value: 1 },
    { at: '2026-03-28T12:00:00Z', value: 1 },
    { at: '2026-03-28T12:00:00Z', value: 2 },
    { at: '2026-03-29T12:04:00Z', value: 1 },
  ]
  expect(check({ unit: 'MWh', readings })).toMatchObject({
    ok: false,
    error: [
      { path: 'unit', code: 'wrong-unit' },
      { path: 'readings[0].at', code: 'in-future' },
      { path: 'readings[1].at', code: 'invalid-value' },
      { path: 'readings[3].at', code: 'twice' },
    ],
  })
})

test.each([
  ['a time without an offset', { at: '2026-03-29T12:00:00', value: 1 }],
  ['a time that no clock shows', { at: '2026-02-30T12:00:00Z', value: 1 }],
  ['no number', { at: '2026-03-29T12:00:00Z', value: 'NaN' }],
  ['infinity', { at: '2026-03-29T12:00:00Z', value: Number.POSITIVE_INFINITY }],
  ['less than nothing', { at: '2026-03-29T12:00:00Z', value: -1 }],
  ['an unknown key', { at: '2026-03-29T12:00:00Z', value: 1, unit: 'kWh' }],
])('%s is none of the contract', (_, reading) => {
  expect(ReadingsBody.safeParse({ readings: [reading] }).success).toBe(false)
})
