import { expect, test } from 'vitest'
import { customFactor } from '#shared/emissions/customFactor.ts'
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

test('[EMI13] [GOTCHA 12] of a factor of one’s own by gases, those outside the Kyoto basket are a memo; without a GWP nothing is known', () => {
  const source = { publisher: 'Laboratory', title: 'Leak', edition: '', reference: '', licence: '' }
  const figures = { ...source, name: 'R-401A', unit: 'kg', geography: 'GB', data_year: 2025 }
  const amounts = { co2e_kg: null, co2e_gwp: null, biogenic_co2_kg: null }
  const factor = customFactor('own', { ...figures, ...amounts, gases: { HFC152a: 0.13, HCFC22: 0.53, HCFC124: 0.34 } })
  const gwp = { HFC152a: 164, HCFC22: 1960, HCFC124: 597 }
  expect(emissionsOfFactor(factor, gwp, 'AR6')).toMatchObject({
    co2eKg: 0.13 * 164,
    components: { HFC: 0.13 * 164, other: 0, memo: 0.34 * 597 + 0.53 * 1960 },
  })
  expect(emissionsOfFactor(factor, { HFC152a: 164 }, 'AR6')).toBeNull()
  expect(
    customFactor('own', { ...figures, ...amounts, gases: { HFC152a: 1, CF4: 1, SF6: 1, 'CH4-fossil': 1 } }).memo,
  ).toBeUndefined()
})
