import { expect, test } from 'vitest'
import { gasesNotKnown, withoutCompleted } from './partialResult.ts'

test('[EMI12] [GOTCHA 32] CH4 and N2O by distance complete the CO2 by litres; one of them leaves the other open', () => {
  const litres = { CO2: 100, 'partial-CH4-N2O': 100 }
  expect(withoutCompleted({ ...litres, CH4: 0.4, N2O: 0.9 }, null)).toEqual({ CO2: 100, CH4: 0.4, N2O: 0.9 })
  expect(withoutCompleted({ ...litres, CH4: 0.4 }, null)).toEqual({ CO2: 100, CH4: 0.4, 'partial-N2O': 100 })
  expect(withoutCompleted(litres, null)).toEqual(litres)
})

test('[EMI12] gases of another fuel in the same result complete nothing', () => {
  const mixed = { CO2: 150, CH4: 0.4, N2O: 0.9, 'partial-CH4-N2O': 100 }
  expect(withoutCompleted(mixed, null)).toEqual(mixed)
  const wood = { CO2: 100, CH4: 0.4, N2O: 0.9, 'partial-CH4-N2O': 100 }
  expect(withoutCompleted(wood, 320)).toEqual(wood)
})

test('[EMI12] marks of several factors become one where the same gases are left', () => {
  const marks = { CO2: 100, CH4: 1, 'partial-CH4-N2O': 60, 'partial-N2O': 40 }
  expect(withoutCompleted(marks, null)).toEqual({ CO2: 100, CH4: 1, 'partial-N2O': 100 })
})

test('a result without marks is whole', () => {
  expect([gasesNotKnown({ CO2: 1, other: 2 }), gasesNotKnown({ 'partial-N2O': 1, 'partial-CH4': 2 })]).toEqual([
    [],
    ['CH4', 'N2O'],
  ])
})
