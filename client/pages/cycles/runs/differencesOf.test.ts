import { expect, test } from 'vitest'
import { differencesOf } from './differencesOf.ts'

const total = (axis: string, key: string | null, kg: number | null) => ({
  axis,
  key,
  co2e_kg: kg,
  biogenic_co2_kg: null,
  rows: 1,
})

test('puts the sums of two runs beside each other; what one has not is unknown there, not zero', () => {
  const before = [
    total('total', null, 5),
    total('site', 'lyon', 3),
    total('site', null, 2),
    total('month', '2025-01', 5),
  ]
  const after = [total('total', null, 7), total('site', 'lyon', 3.5), total('site', 'porto', null)]
  expect(differencesOf(before, after, 'total')).toEqual([{ key: null, beforeKg: 5, afterKg: 7 }])
  expect(differencesOf(before, after, 'site')).toEqual([
    { key: 'lyon', beforeKg: 3, afterKg: 3.5 },
    { key: 'porto', beforeKg: null, afterKg: null },
    { key: null, beforeKg: 2, afterKg: null },
  ])
  expect(differencesOf(before, after, 'gas')).toEqual([])
})
