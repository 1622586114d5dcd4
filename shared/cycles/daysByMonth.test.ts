import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysByMonth } from './daysByMonth.ts'
import { dayAfter, daysOf } from './period.ts'

const period = (startsOn: string, endsOn: string) => ({ startsOn, endsOn })
const YEAR = period('2025-01-01', '2025-12-31')

test('a bill over the turn of the year: both ends count, and each cycle has its days', () => {
  const bill = period('2025-12-17', '2026-01-16')
  expect(daysByMonth(bill, YEAR)).toEqual({ months: [{ month: '2025-12', days: 15 }], outside: 16, total: 31 })
  const next = daysByMonth(bill, period('2026-01-01', '2026-12-31'))
  expect(next).toEqual({ months: [{ month: '2026-01', days: 16 }], outside: 15, total: 31 })
  expect(daysByMonth(period('2025-05-31', '2025-05-31'), YEAR).months).toEqual([{ month: '2025-05', days: 1 }])
})

test('[GOTCHA 27] the leap day is a day of its February, and of no other year', () => {
  const days = (year: number) =>
    daysByMonth(period(`${year}-02-15`, `${year}-03-15`), period(`${year}-01-01`, `${year}-12-31`))
  expect(days(2024)).toMatchObject({ months: [{ days: 15 }, { days: 15 }], total: 30 })
  expect(days(2025)).toMatchObject({ months: [{ days: 14 }, { days: 15 }], total: 29 })
  expect(daysByMonth(period('2024-01-01', '2024-12-31'), period('2023-07-01', '2024-06-30'))).toMatchObject({
    outside: 184,
    total: 366,
  })
})

test('no day is lost or counted twice, in a cycle that begins on any day', () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => dayAfter('2023-01-01', days))
  fc.assert(
    fc.property(day, day, day, fc.integer({ min: 1, max: 400 }), (a, b, start, length) => {
      const bill = a < b ? period(a, b) : period(b, a)
      const end = dayAfter(start, length)
      const parts = [
        period('2000-01-01', dayAfter(start, -1)),
        period(start, end),
        period(dayAfter(end, 1), '2040-12-31'),
      ].map((cycle) => daysByMonth(bill, cycle))
      const inside = parts.map(({ months }) => months.reduce((sum, { days }) => sum + days, 0))
      expect(inside.reduce((sum, days) => sum + days, 0)).toBe(daysOf(bill))
      parts.forEach(({ outside }, i) => expect(outside).toBe(daysOf(bill) - inside[i]!))
    }),
  )
})
