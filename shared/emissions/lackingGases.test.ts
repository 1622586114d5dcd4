import { expect, test } from 'vitest'
import { lackingGases } from './lackingGases.ts'

test.each([
  ['CO2 alone lacks both', { CO2: 1 }, null, ['CH4', 'N2O']],
  ['methane of any origin is methane', { CO2: 1, 'CH4-fossil': 0.1 }, null, ['N2O']],
  ['a gas that is stated as 0 is known', { CO2: 1, CH4: 0, N2O: 0 }, null, []],
  ['CH4 and N2O alone stand beside a factor of CO2', { 'CH4-fossil': 1 }, null, []],
  ['another gas is no fuel', { HFC134a: 1 }, null, []],
  ['what cannot be split may hold them', { CO2: 1 }, 2, []],
] as const)('[GOTCHA 32] %s', (_, gasesKg, co2eOnlyKg, lacking) => {
  expect(lackingGases(gasesKg, co2eOnlyKg)).toEqual(lacking)
})
