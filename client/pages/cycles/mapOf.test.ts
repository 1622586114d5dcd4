import { expect, test } from 'vitest'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { mapOf, otherMissingMonths } from './mapOf.ts'

const TABLE = '00000000-0000-4000-8000-000000000001'
const GONE = { state: 'not_applicable', reason: 'Sold in January' } as const
const month = (of: string | null, rows: number, open_rows: number, missing: number, declared = 0) => {
  const counts = { rows, open_rows, missing, declared, estimated: 0 }
  const sources = ['M1', 'M2'].slice(0, missing)
  const gaps = ['M3', 'M4'].slice(0, declared).map((source) => ({ source, ...GONE }))
  return {
    month: of,
    ...counts,
    tables: [{ table_id: TABLE, ...counts, missing_sources: sources, declared_gaps: gaps }],
  }
}
const told = (months: CycleCompleteness['sites'][number]['months']): CycleCompleteness => ({
  cycle_id: TABLE,
  months: ['2025-01', '2025-02', '2025-03'],
  sites: [{ site: 'lyon', name: 'Lyon', months }],
  tables: [],
})

test('missing rows lower the share, it is rounded down, and rows outside of the period stand apart', () => {
  const map = mapOf(
    told([month('2025-01', 200, 0, 1), month('2025-03', 3, 1, 0), month('2024-12', 1, 0, 0), month(null, 1, 1, 0)]),
  )
  const [row] = map.rows
  expect(row?.cells.map((cell) => cell?.percent ?? null)).toEqual([99, null, 66])
  expect(row?.others).toMatchObject({ rows: 2, open: 1, percent: 50 })
  expect([map.percent, map.missing]).toEqual([98, 1])
})

test('a month in which all that is expected is missing is at 0, and nothing at all has no share', () => {
  expect(mapOf(told([month('2025-02', 0, 0, 2)])).rows[0]?.cells[1]).toMatchObject({ percent: 0, missing: 2 })
  expect(mapOf({ ...told([]), sites: [] })).toEqual({ rows: [], percent: null, missing: 0 })
})

test('what is declared is accounted for, and only the others are missing', () => {
  const map = mapOf(told([month('2025-01', 1, 0, 1, 2), month('2025-02', 0, 0, 0, 1)]))
  const [row] = map.rows
  expect(row?.cells[0]).toMatchObject({ percent: 75, missing: 1, declared: 2, declaredStates: ['not_applicable'] })
  expect(row?.cells[1]).toMatchObject({ percent: 100, rows: 0, declared: 1 })
  expect([map.percent, map.missing]).toEqual([80, 1])
})

test('the other months of the same source that are missing', () => {
  const data = told([month('2025-01', 1, 0, 2), month('2025-02', 2, 0, 1), month('2025-03', 0, 0, 2, 2)])
  const others = (source: string): string[] =>
    otherMissingMonths(data, { tableId: TABLE, month: '2025-03', site: 'lyon', source })
  expect([others('M1'), others('M2'), others('M3')]).toEqual([['2025-01', '2025-02'], ['2025-01'], []])
})
