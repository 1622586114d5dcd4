import { expect, test } from 'vitest'
import { factorOf } from '#formulas/testing/context.ts'
import { emissionsOfFactor } from './emissionsOfFactor.ts'

test('the gases of a factor give the same bits in whatever order a store keeps them', () => {
  const gwp = { CO2: 1, 'CH4-fossil': 29.8, N2O: 273, SF6: 25_200 }
  const masses: readonly (readonly [keyof typeof gwp, number])[] = [
    ['CO2', 0.05],
    ['CH4-fossil', 0.001],
    ['N2O', 0.0001],
    ['SF6', 1e-7],
  ]
  const sums = masses.flatMap((_, start) => {
    const turned = [...masses.slice(start), ...masses.slice(0, start)]
    return [turned, turned.toReversed()].map(
      (order) => emissionsOfFactor(factorOf('f', 'kWh', Object.fromEntries(order)), gwp, 'AR6')!.co2eKg,
    )
  })
  expect(new Set(sums).size).toBe(1)
  const [one, other] = [masses, masses.toReversed()].map((order) =>
    order.reduce((sum, [gas, mass]) => sum + mass * gwp[gas], 0),
  )
  expect(one).not.toBe(other)
})
