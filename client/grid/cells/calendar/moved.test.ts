import { expect, test } from 'vitest'
import { moved } from './moved.ts'

test.each([
  ['2025-03-31', 'ArrowRight', '2025-04-01'],
  ['2025-03-01', 'ArrowLeft', '2025-02-28'],
  ['2025-12-29', 'ArrowDown', '2026-01-05'],
  ['2025-01-03', 'ArrowUp', '2024-12-27'],
  ['2024-03-31', 'PageUp', '2024-02-29'],
  ['2025-01-31', 'PageDown', '2025-02-28'],
  ['2025-01-31', 'Home', null],
])('the day %s and %s lead to %s', (from, key, to) => {
  expect(moved('date', from, key, false)).toBe(to)
})

test.each([
  ['2025-12', 'ArrowRight', '2026-01'],
  ['2025-02', 'ArrowUp', '2024-11'],
  ['2025-02', 'ArrowDown', '2025-05'],
  ['2025-02', 'PageUp', '2024-02'],
])('the month %s and %s lead to %s', (from, key, to) => {
  expect(moved('month', from, key, false)).toBe(to)
})

test('from right to left the left arrow goes on', () => {
  expect([moved('date', '2025-03-31', 'ArrowLeft', true), moved('month', '2025-03', 'ArrowRight', true)]).toEqual([
    '2025-04-01',
    '2025-02',
  ])
})
