import { expect, test } from 'vitest'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { linkToRows, linkToSheet, readRowFilter } from './rowLinks.ts'

const FIGURES = {
  co2e_kg: 1,
  co2e_t: 0.001,
  biogenic_co2_kg: null,
  partial_kg: 0,
  partial_rows: 0,
  rows: 12,
  incomplete_rows: 0,
  errors: 0,
  last_edit_at: null,
}
const table = (id: string, moduleId: string, incomplete = 0) => ({
  ...FIGURES,
  incomplete_rows: incomplete,
  table_id: id,
  module_id: moduleId,
  key: id,
  name: id,
  counts: true,
})
const EMISSIONS: CycleEmissions = {
  cycle_id: 'c1',
  project_id: 'p1',
  name: 'FY2025',
  status: 'open',
  gwp_set: 'AR5',
  factor_year: 2025,
  consolidation: null,
  not_stated: [],
  total: FIGURES,
  incomplete_rows: 1,
  other_gwp: [],
  partial: [],
  memo: null,
  by_scope: [],
  scope_2: { location_based_kg: null, market_based_kg: null },
  totals: {
    scopes_1_2: { location_based_kg: null, market_based_kg: null },
    scopes_1_2_3: { location_based_kg: null, market_based_kg: null },
  },
  by_category: [],
  by_iso_category: [],
  by_module: [
    { ...FIGURES, module_id: 'm1', key: 'm1', name: 'Fuels', scope: 1, s3_category: null, iso_category: '1' },
    { ...FIGURES, module_id: 'm2', key: 'm2', name: 'Electricity', scope: 2, s3_category: null, iso_category: '2' },
  ],
  by_table: [table('t1', 'm1'), table('t2', 'm1', 1), table('t3', 'm2')],
  by_month: [],
  by_site: [],
  by_gas: [],
}

test('a number behind which one table stands leads straight to its rows', () => {
  expect([
    linkToRows(EMISSIONS, { scope: 2 }),
    linkToRows(EMISSIONS, { module_id: 'm2', site: 'leeds', month: '2025-03' }),
    linkToRows(EMISSIONS, { incomplete: true }),
    linkToRows({ ...EMISSIONS, by_table: [{ ...table('t1', 'm1'), errors: 2 }, table('t3', 'm2')] }, { errors: true }),
  ]).toEqual([
    { pathname: '/sheets/t3/c1', search: '' },
    { pathname: '/sheets/t3/c1', search: '?site=leeds&month=2025-03' },
    { pathname: '/sheets/t2/c1', search: '?incomplete=1' },
    { pathname: '/sheets/t1/c1', search: '?errors=1' },
  ])
})

test('a number made of several tables, or a part of the emissions, leads to the list of its rows, which reads the filter back', () => {
  const filter = { scope: 1, site: 'leeds', month: '2025-03', part: 'gwp:AR5' } as const
  const link = linkToRows(EMISSIONS, filter)
  expect(link.pathname).toBe(undefined)
  expect(readRowFilter(new URLSearchParams(link.search))).toEqual(filter)
  expect(readRowFilter(new URLSearchParams('?cycle=c1'))).toBe(null)
})

test('a gas of one table is listed too, because a sheet shows whole rows', () => {
  expect(linkToRows(EMISSIONS, { scope: 2, part: 'CH4' })).toEqual({
    search: '?cycle=c1&behind=rows&scope=2&part=CH4',
  })
})

test('a row is looked at among those of its site and month', () => {
  expect(linkToSheet('t1', 'c1', { site: 'leeds', month: '2025-03', row: 'r1' })).toEqual({
    pathname: '/sheets/t1/c1',
    search: '?site=leeds&month=2025-03&row=r1',
  })
})
