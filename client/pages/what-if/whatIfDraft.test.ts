import { expect, test } from 'vitest'
import { bodyOf, draftOf, isYear, NOTHING, percentIn } from './whatIfDraft.ts'

test.each([
  ['-10', -10],
  ['−12,5', -12.5],
  ['+5 %', 5],
  ['100', 100],
  ['-100', -100],
  ['-101', null],
  ['much', null],
  ['', null],
])('%s is %s percent', (text, percent) => {
  expect(percentIn(text)).toBe(percent)
})

test('half filled lines wait, the others are sent', () => {
  const draft = {
    gwpSet: 'AR5',
    factorYear: ' 2024 ',
    factors: [
      { factorId: 'a', insteadId: '' },
      { factorId: 'b', insteadId: 'c' },
    ],
    activities: [
      { column: 'table quantity', site: '', percent: '' },
      { column: 'table quantity', site: 'lyon', percent: '-10' },
    ],
  }
  expect(bodyOf(draft)).toEqual({
    gwp_set: 'AR5',
    factor_year: 2024,
    factors: [{ factor_id: 'b', instead_id: 'c' }],
    activities: [{ table_id: 'table', field: 'quantity', site: 'lyon', multiply: 0.9 }],
  })
  expect(bodyOf(NOTHING)).toEqual({ factors: [], activities: [] })
  expect([isYear('2025'), isYear(''), isYear('25')]).toEqual([true, true, false])
})

test('what was kept comes back as it was written', () => {
  const activities = [{ table_id: 'table', field: 'quantity', site: null, multiply: 1.123 }]
  expect(draftOf({ gwp_set: 'AR4', factors: [{ factor_id: 'a', instead_id: 'b' }], activities })).toEqual({
    gwpSet: 'AR4',
    factorYear: '',
    factors: [{ factorId: 'a', insteadId: 'b' }],
    activities: [{ column: 'table quantity', site: '', percent: '12.3' }],
  })
})
