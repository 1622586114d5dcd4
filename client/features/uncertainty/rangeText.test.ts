import { expect, test } from 'vitest'
import { intervalText, rangeText } from './rangeText.ts'

const interval = (low_kg: number, high_kg: number) => ({
  low_kg,
  high_kg,
  range_percent: 0,
  gsd2: 1,
  grade: 'good' as const,
})

test('one number where both sides are as wide, two where they are not', () => {
  expect(rangeText(interval(900, 1100), 1000)).toBe('±10.0\u00a0%')
  expect(rangeText(interval(500, 2000), 1000)).toBe('\u221250.0\u00a0% +100.0\u00a0%')
})

test('both ends in tonnes', () => {
  expect(intervalText(interval(77_290_000, 84_744_000))).toBe('77\u00a0290 – 84\u00a0744')
  expect(intervalText(interval(80, 150))).toBe('0.080 – 0.150')
})
