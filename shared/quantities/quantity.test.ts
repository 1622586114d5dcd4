import { expect, test } from 'vitest'
import { addQuantities, type Kilograms, type KilogramsCo2e, quantity } from './quantity.ts'

test('quantities of one unit add', () => {
  const sum: KilogramsCo2e = addQuantities(quantity(2, 'kgCO2e'), quantity(3, 'kgCO2e'))
  expect(sum).toBe(5)
})

test('quantities of two units do not compile together', () => {
  const mass: Kilograms = quantity(2, 'kg')
  // @ts-expect-error kilograms and kilowatt-hours have no sum
  const sum = addQuantities(mass, quantity(3, 'kWh'))
  // @ts-expect-error a mass is no mass of CO2e
  const emitted: KilogramsCo2e = mass
  expect([sum, emitted]).toEqual([5, 2])
})
