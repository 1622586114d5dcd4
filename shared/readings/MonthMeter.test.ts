import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Metering, MonthMeter, type Span } from './MonthMeter.ts'

const DAY = 86_400_000
const at = (text: string): number => Date.parse(text)
/** March 2025 in Berlin: it has 743 hours, as the clocks go forward. */
const MARCH: Span = { startMs: at('2025-02-28T23:00Z'), endMs: at('2025-03-31T22:00Z') }
const DAILY: Metering = { kind: 'counter', intervalMs: DAY, rollsOverAt: null }

function measured(metering: Metering, readings: readonly (readonly [string | number, number])[], span = MARCH) {
  const meter = new MonthMeter(metering, span)
  readings.forEach(([time, value]) => meter.add(typeof time === 'number' ? time : at(time), value))
  return meter.month
}
/** One reading every so often, from the first to the last moment of the month. */
const every = (stepMs: number, valueAt: (n: number) => number, span = MARCH): [number, number][] =>
  Array.from({ length: Math.floor((span.endMs - span.startMs) / stepMs) + 1 }, (_, n) => [
    span.startMs + n * stepMs,
    valueAt(n),
  ])

test('a counter that is read hourly gives the difference, over a change of clocks as well', () => {
  const month = measured(
    { ...DAILY, intervalMs: 3_600_000 },
    every(3_600_000, (n) => 1000 + n * 2),
  )
  expect(month).toMatchObject({ total: 743 * 2, share: 1, readings: 743, gaps: [], resets: [] })
})

test('a step over midnight of the last day counts by its time in each month', () => {
  const month = measured({ ...DAILY, intervalMs: 32 * DAY }, [
    ['2025-02-28T11:00Z', 100],
    ['2025-03-01T11:00Z', 124],
    ['2025-03-31T22:00Z', 200],
  ])
  expect(month).toMatchObject({ total: 12 + 76, share: 1 })
})

test('a gap within the month is told and loses nothing of a counter; one over its end is left out', () => {
  const inside = measured(DAILY, [
    ['2025-02-28T23:00Z', 0],
    ['2025-03-10T23:00Z', 50],
    ['2025-03-31T22:00Z', 80],
  ])
  expect(inside).toMatchObject({ total: 80, share: 1 })
  expect(inside.gaps).toHaveLength(2)
  const over = measured(DAILY, [
    ['2025-02-25T23:00Z', 0],
    ['2025-03-10T23:00Z', 50],
    ['2025-03-31T22:00Z', 80],
  ])
  expect(over.total).toBe(30)
  expect(over.share).toBeCloseTo(1 - 10 / (743 / 24), 10)
})

test('a counter that falls was replaced, and what it counted before is unknown; one that rolls over goes on', () => {
  const readings = [
    ['2025-02-28T23:00Z', 99_990],
    ['2025-03-15T11:00Z', 5],
    ['2025-03-31T22:00Z', 25],
  ] as const
  const monthly = { ...DAILY, intervalMs: 31 * DAY }
  const replaced = measured(monthly, readings)
  expect(replaced).toMatchObject({ total: 20, resets: [{ before: 99_990, after: 5, kind: 'replaced' }] })
  expect(replaced.share).toBeLessThan(0.6)
  expect(measured({ ...monthly, rollsOverAt: 100_000 }, readings)).toMatchObject({
    total: 35,
    share: 1,
    resets: [{ kind: 'rollover' }],
  })
})

test('intervals that are missing make the share smaller and are never filled', () => {
  const hourly: Metering = { kind: 'interval', intervalMs: 3_600_000, rollsOverAt: null }
  const all = every(3_600_000, () => 2)
  expect(measured(hourly, all)).toMatchObject({ total: 743 * 2, mean: 2, share: 1, readings: 743 })
  const some = measured(hourly, [...all.slice(0, 100), ...all.slice(110)])
  expect(some).toMatchObject({ total: 733 * 2, share: 733 / 743, gaps: [{ from: all[99]![0], to: all[110]![0] }] })
})

test('without readings nothing is known, which is not zero', () => {
  expect(measured(DAILY, [])).toEqual({ total: null, mean: null, readings: 0, share: 0, gaps: [], resets: [] })
  expect(measured(DAILY, [['2025-03-02T00:00Z', 7]])).toMatchObject({ total: null, share: 0 })
})

test('two months share every step between them, and never claim more than all of it', () => {
  const APRIL: Span = { startMs: MARCH.endMs, endMs: at('2025-04-30T22:00Z') }
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: 1, max: 5 * DAY }), used: fc.integer({ min: 0, max: 1000 }) }),
    {
      minLength: 2,
      maxLength: 60,
    },
  )
  fc.assert(
    fc.property(steps, (some) => {
      let [time, count] = [MARCH.startMs, 0]
      const readings = some.map(({ wait, used }): [number, number] => [(time += wait), (count += used)])
      const both: Span = { startMs: MARCH.startMs, endMs: APRIL.endMs }
      const metering = { ...DAILY, intervalMs: 5 * DAY }
      const whole = measured(metering, readings, both)
      const parts = [MARCH, APRIL].map((span) => measured(metering, readings, span))
      const sum = parts.reduce((total, part) => total + (part.total ?? 0), 0)
      expect(sum).toBeCloseTo(whole.total ?? 0, 6)
      expect(whole.total ?? 0).toBeLessThanOrEqual(count - readings[0]![1] + 1e-6)
      parts.forEach(({ share }) => expect(share).toBeLessThanOrEqual(1))
    }),
  )
})
