import { expect, test } from 'vitest'
import type { CycleReply } from '#shared/api/cycles.ts'
import { bodyOf, defaultYear, draftOf, nextName, withLength, withStart } from './cycleDraft.ts'

const cycle = (name: string, starts_on: string, ends_on: string): CycleReply => ({
  id: name,
  project_id: 'p',
  name,
  starts_on,
  ends_on,
  status: 'open',
  gwp_set: 'AR5',
  factor_year: 2025,
  version: 1,
  restates: null,
  restated_by: null,
  restatement: null,
})

test('a new cycle follows the newest: the next name and period, the same length and GWP set', () => {
  const cycles = [cycle('FY2025', '2025-01-01', '2025-12-31'), cycle('FY2024', '2024-01-01', '2024-12-31')]
  expect(bodyOf(draftOf(cycles))).toEqual({
    name: 'FY2026',
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
    gwp_set: 'AR5',
  })
  const weeks = draftOf([cycle('FY 24/25', '2024-02-04', '2025-02-01')])
  expect([weeks.name, weeks.startsOn, weeks.endsOn]).toEqual(['FY 25/26', '2025-02-02', '2026-01-31'])
  expect([nextName('FY99'), nextName('Year')]).toEqual(['FY100', 'Year'])
})

test('another first day keeps the length, and the factor year follows the period', () => {
  const draft = draftOf([cycle('FY2025', '2025-01-01', '2025-12-31')])
  const financial = withStart(draft, '2026-07-01')
  expect([financial.endsOn, defaultYear(financial)]).toEqual(['2027-06-30', 2027])
  expect(withLength(financial, '53-weeks').endsOn).toBe('2027-07-06')
  expect(defaultYear(withStart(draft, ''))).toBe(null)
  expect(bodyOf({ ...draft, factorYear: '2025' }).factor_year).toBe(2025)
})
