import { expect, test } from 'vitest'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { mapOf } from './mapOf.ts'

const TABLE = '00000000-0000-4000-8000-000000000001'
const month = (of: string | null, rows: number, open_rows: number, missing: number, estimated = 0) => ({
  month: of,
  rows,
  open_rows,
  missing,
  estimated,
  tables: [{ table_id: TABLE, rows, open_rows, missing, estimated, missing_sources: [] }],
})
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
