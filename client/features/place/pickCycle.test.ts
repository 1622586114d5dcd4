import { expect, test } from 'vitest'
import type { CycleReply } from '#shared/api/cycles.ts'
import { latestVersionOf, pickCycle, previousCycle } from './pickCycle.ts'

const cycle = (year: number, status: CycleReply['status']): CycleReply => ({
  id: `c${year}`,
  project_id: 'p',
  name: `FY${year}`,
  starts_on: `${year}-01-01`,
  ends_on: `${year}-12-31`,
  status,
  gwp_set: 'AR5',
  factor_year: year,
  version: 1,
  restates: null,
  restated_by: null,
  restatement: null,
})
const CYCLES = [cycle(2023, 'locked'), cycle(2025, 'open'), cycle(2024, 'open'), cycle(2026, 'locked')]

test('shows the asked cycle, else the one of the same name, else the newest open one', () => {
  const pick = (asked: { id?: string; name?: string }) => pickCycle(CYCLES, asked)?.name
  expect([pick({ id: 'c2023' }), pick({ id: 'gone', name: 'FY2024' }), pick({ id: 'gone' }), pick({})]).toEqual([
    'FY2023',
    'FY2024',
    'FY2025',
    'FY2025',
  ])
  expect(pickCycle([], {})).toBe(null)
})

test('compares with the cycle right before, and the first with none', () => {
  expect([previousCycle(CYCLES, cycle(2025, 'open'))?.name, previousCycle(CYCLES, cycle(2023, 'locked'))]).toEqual([
    'FY2024',
    null,
  ])
})

test('a restated cycle stands for itself only when it is asked for; what follows and compares takes its latest version', () => {
  const [first, second] = [cycle(2024, 'locked'), { ...cycle(2024, 'open'), id: 'v2', name: 'FY2024 v2', version: 2 }]
  const cycles = [{ ...first, restated_by: 'v2' }, { ...second, restates: 'c2024' }, cycle(2025, 'locked')]
  expect([pickCycle(cycles, { id: 'c2024' })?.id, pickCycle(cycles, {})?.id]).toEqual(['c2024', 'v2'])
  expect(previousCycle(cycles, cycle(2025, 'locked'))?.id).toBe('v2')
  expect(['c2024', 'v2', 'gone', null].map((id) => latestVersionOf(cycles, id))).toEqual(['v2', 'v2', 'gone', null])
})
