import { expect, test } from 'vitest'
import { daysOf, endOf, factorYearOf, lengthOf, overlaps } from './period.ts'

const period = (startsOn: string, endsOn: string) => ({ startsOn, endsOn })

test('the factor year holds the greater part of the period; of two equal parts the newer', () => {
  const years = (
    [
      ['2025-01-01', '2025-12-31', 2025],
      ['2024-04-01', '2025-03-31', 2024],
      ['2024-10-01', '2025-09-30', 2025],
      ['2024-07-01', '2025-06-30', 2025], // 184 days of 2024 and 181 of 2025: six months each
      ['2023-07-01', '2024-06-30', 2024],
      ['2024-06-30', '2025-06-28', 2025], // 52 weeks around the middle
      ['2024-06-01', '2025-05-31', 2024],
      ['2024-02-04', '2025-02-01', 2024],
      ['2024-07-01', '2025-12-31', 2025], // 18 months after a change of the financial year
      ['2024-12-15', '2025-01-14', 2024],
    ] as const
  ).map(([starts, ends, expected]) => [factorYearOf(period(starts, ends)), expected])
  years.forEach(([found, expected]) => expect(found).toBe(expected))
})

test('a year, 52 and 53 weeks end where they should, also around leap days', () => {
  expect([
    endOf('2025-01-01', 'year'),
    endOf('2024-04-01', 'year'),
    endOf('2023-03-01', 'year'),
    endOf('2024-02-29', 'year'),
    endOf('2024-02-04', '52-weeks'),
    endOf('2023-01-29', '53-weeks'),
  ]).toEqual(['2025-12-31', '2025-03-31', '2024-02-29', '2025-02-28', '2025-02-01', '2024-02-03'])
  expect(lengthOf(period('2024-02-04', '2025-02-01'))).toBe('52-weeks')
  expect(lengthOf(period('2023-01-29', '2024-02-03'))).toBe('53-weeks')
  expect(lengthOf(period('2024-07-01', '2025-12-31'))).toBe(null)
})

test('days are counted with both ends, and periods overlap when they share one', () => {
  expect([daysOf(period('2024-01-01', '2024-12-31')), daysOf(period('2025-03-30', '2025-03-31'))]).toEqual([366, 2])
  expect(daysOf(period('2025-01-02', '2025-01-01'))).toBe(0)
  const year = period('2025-01-01', '2025-12-31')
  expect([
    overlaps(year, period('2025-12-31', '2026-12-30')),
    overlaps(year, period('2026-01-01', '2026-12-31')),
    overlaps(period('2024-01-01', '2026-12-31'), year),
  ]).toEqual([true, false, true])
})
