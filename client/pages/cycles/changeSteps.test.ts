import { expect, test } from 'vitest'
import { changeSteps } from './changeSteps.ts'

test('the steps lead from the one total to the other; what changed nothing is no step', () => {
  const effects = {
    error_kg: 0,
    activity_kg: -3000,
    factor_kg: 500,
    method_kg: 0,
    gwp_kg: 0,
    boundary_kg: 0,
    added_kg: 2000,
    removed_kg: -1000,
    other_kg: 0,
  }
  expect(changeSteps({ before_kg: 10_000, after_kg: 8500, effects })).toEqual([
    { cause: 'activity', amountT: -3, fromT: 10, toT: 7 },
    { cause: 'factor', amountT: 0.5, fromT: 7, toT: 7.5 },
    { cause: 'added', amountT: 2, fromT: 7.5, toT: 9.5 },
    { cause: 'removed', amountT: -1, fromT: 9.5, toT: 8.5 },
  ])
})
