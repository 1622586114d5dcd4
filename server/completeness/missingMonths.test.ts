import { expect, test } from 'vitest'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { missingMonths } from './missingMonths.ts'

const YEAR = monthsOfCycle('2025-01-01', '2025-12-31')
const without = (...missing: string[]): Set<string> => new Set(YEAR.filter((month) => !missing.includes(month)))
const missing = (present: Set<string>, newest = '2025-12'): string[] => missingMonths(YEAR, { present, newest })

test('[GOTCHA 26] a meter of twelve months with one missing: the one is told, at either end too', () => {
  expect(missing(without('2025-05'))).toEqual(['2025-05'])
  expect(missing(without('2025-01', '2025-12'))).toEqual(['2025-01', '2025-12'])
  expect(missing(without())).toEqual([])
})

test('what is not due yet is not missing: the table ends where its newest month is', () => {
  const half = new Set(YEAR.slice(0, 6))
  expect(missing(half, '2025-06')).toEqual([])
  expect(missing(half, '2025-08')).toEqual(['2025-07', '2025-08'])
})

test('quarterly bills are expected every third month, and what has no rhythm is not expected', () => {
  expect(missing(new Set(['2025-03', '2025-06', '2025-12']))).toEqual(['2025-09'])
  expect(missing(new Set(['2025-02', '2025-03']))).toEqual([])
  expect(missing(new Set(['2025-07']))).toEqual([])
  expect(missing(new Set())).toEqual([])
})

test('a financial year that crosses two calendar years', () => {
  const months = monthsOfCycle('2024-07-01', '2025-06-30')
  const present = new Set(months.filter((month) => month !== '2025-01'))
  expect(missingMonths(months, { present, newest: '2025-06' })).toEqual(['2025-01'])
})
