import { expect, test } from 'vitest'
import { averageValue, priorYearValue } from './estimateValues.ts'

const input = (cycle: string, month: string, value: number, isEstimate = false) => ({
  cycle_id: cycle,
  row_id: `${month}-${value}`,
  month,
  value,
  is_estimate: isEstimate,
})
const KNOWN = [
  input('2024', '2024-04', 80),
  input('2024', '2024-05', 90),
  input('2024', '2024-05', 10),
  input('2025', '2025-01', 30),
  input('2025', '2025-02', 20),
  input('2025', '2025-02', 40),
  input('2025', '2025-03', 900, true),
]

test('the year before gives the same month, all rows of it together; without one there is no value', () => {
  expect(priorYearValue(KNOWN, '2025-05')).toEqual({ value: 100, inputs: [KNOWN[1], KNOWN[2]] })
  expect(priorYearValue(KNOWN, '2025-06')).toBeNull()
})

test('the average is over months, not rows, of this cycle alone, and of what is no estimate itself', () => {
  expect(averageValue(KNOWN, { cycleId: '2025', month: '2025-05' })).toEqual({ value: 45, inputs: KNOWN.slice(3, 6) })
  expect(averageValue(KNOWN, { cycleId: '2025', month: '2025-02' })).toEqual({ value: 30, inputs: [KNOWN[3]] })
  expect(averageValue(KNOWN, { cycleId: '2026', month: '2026-05' })).toBeNull()
})
