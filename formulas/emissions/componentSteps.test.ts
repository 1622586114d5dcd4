import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'
import { EMISSION_COMPONENTS, type EmissionComponent, OTHER_GWP_COMPONENTS } from './emissionComponents.ts'
import { emissionsOfFactor } from './emissionsOfFactor.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const diesel = factorOf('diesel', 'L', { CO2: 2.5, 'CH4-fossil': 0.001, N2O: 0.002 }, { biogenicCo2Kg: 0.15 })
const wood = factorOf('wood', 't', { 'CH4-nonfossil': 3, N2O: 0.5 }, { biogenicCo2Kg: 1500 })
const outside = factorOf('outside', 'L', {}, { biogenicCo2Kg: 0.15 })
const blend = factorOf('blend', 'kg', { HFC134a: 0.5, HFC125: 0.5 })
const waste = factorOf('waste', 'kg', {}, { co2eOnlyKg: 0.6, co2eOnlyGwp: 'AR4' })
const all = [diesel, wood, outside, blend, waste]

const FIELDS = [
  fieldOf('litres', 'L'),
  fieldOf('tonnes', 't'),
  fieldOf('kilos', 'kg'),
  fieldOf('leak', 'kgSF6'),
  fieldOf('share'),
  fieldOf('supplied', 'kgCO2e'),
  choiceOf('fuel', [diesel]),
  choiceOf('biomass', [wood]),
  choiceOf('gas', [blend]),
  choiceOf('bin', [waste]),
  fieldOf('burnt', 'tCO2e', { type: 'formula', formula: 'litres * factor(fuel, "CO2e")' }),
]

function parts(
  source: string,
  row: Record<string, number | string>,
  context: FormulaContext = contextOf(FIELDS, all),
): Record<string, number | string> {
  const results: Record<string, number | string> = {}
  for (const gas of [undefined, ...EMISSION_COMPONENTS]) {
    const plan = compileFormula(source, context, { resultUnit: 'kgCO2e', ...(gas ? { gas } : {}) })
    if (!plan.ok) {
      throw new Error(plan.error[0]?.message)
    }
    const column = plan.value.evaluate(columnsOf([row]), 1)
    const value = formulaError(column.errors[0]!) ?? column.numbers[0]!
    if (value !== 0) {
      results[gas ?? 'total'] = value
    }
  }
  return results
}

test('[EMI1] CO2e is the sum of gas masses times GWP and what was published only as CO2e', () => {
  const { AR5 } = { AR5: contextOf(FIELDS, all).gwp }
  expect(emissionsOfFactor(diesel, AR5, 'AR5')?.co2eKg).toBeCloseTo(2.5 + 0.001 * 28 + 0.002 * 265, 12)
  expect(emissionsOfFactor(waste, AR5, 'AR5')?.co2eKg).toBe(0.6)
  expect(emissionsOfFactor(diesel, { CO2: 1 }, 'SAR')).toBeNull()
})

test('[EMI7] what was published only as CO2e of another GWP set is told by that set, and is a part of other', () => {
  const bins = [
    waste,
    factorOf('ar5', 't', {}, { co2eOnlyKg: 300, co2eOnlyGwp: 'AR5' }),
    factorOf('none', 'kg', {}, { co2eOnlyKg: 2 }),
  ]
  const context = contextOf([...FIELDS, choiceOf('any', bins)], [...all, ...bins])
  const told = (any: string, source = 'kilos * factor(any, "CO2e") + supplied'): Record<string, number> =>
    Object.fromEntries(
      ([...OTHER_GWP_COMPONENTS, 'other'] as const).map((gas) => {
        const plan = compileFormula(source, context, { resultUnit: 'kgCO2e', gas })
        const column = plan.ok ? plan.value.evaluate(columnsOf([{ kilos: 10, supplied: 7, any }]), 1) : null
        return [gas, column?.numbers[0] ?? Number.NaN]
      }),
    )
  const nothing = Object.fromEntries(OTHER_GWP_COMPONENTS.map((component) => [component, 0]))
  expect(told('waste')).toEqual({ ...nothing, 'CO2e-AR4': 6, other: 13 })
  expect(told('ar5')).toEqual({ ...nothing, other: 10 })
  expect(told('none')).toEqual({ ...nothing, 'CO2e-unstated': 20, other: 27 })
  expect(told('waste', '0.5 * (kilos * factor(any, "CO2e") - supplied)')['CO2e-AR4']).toBe(3)
})

test('[EMI2] [GOTCHA 5] AR6 counts fossil methane 29.8 and other methane 27, AR5 counts both 28', () => {
  const inSet = (set: 'AR5' | 'AR6'): (number | undefined)[] =>
    [diesel, wood].map((factor) => emissionsOfFactor(factor, contextOf([], [], set).gwp, set)?.components.CH4)
  expect(inSet('AR5')).toEqual([0.001 * 28, 3 * 28])
  expect(inSet('AR6')).toEqual([0.001 * 29.8, 3 * 27])
})

test('[FN5] gwp follows the set of the cycle', () => {
  expect(parts('leak * gwp("SF6")', { leak: 2 })).toEqual({ total: 47000, SF6: 47000 })
  expect(parts('leak * gwp("SF6")', { leak: 2 }, contextOf(FIELDS, all, 'AR6'))).toEqual({ total: 50400, SF6: 50400 })
})

test('[EMI3] the gases of a fuel, and biogenic CO2 beside them', () => {
  const result = parts('litres * factor(fuel, "CO2e")', { litres: 100, fuel: 'diesel' })
  expect(result).toEqual({
    total: expect.closeTo(305.8, 9),
    CO2: expect.closeTo(250, 9),
    CH4: expect.closeTo(2.8, 9),
    N2O: expect.closeTo(53, 9),
    biogenicCO2: expect.closeTo(15, 9),
  })
})

test('[EMI3] an error of the whole is an error of each part', () => {
  const result = parts('litres * factor(fuel, "CO2e") + supplied', { litres: 100, fuel: 'diesel' })
  expect(new Set(Object.values(result))).toEqual(new Set(['missing']))
  expect(Object.keys(result)).toHaveLength(EMISSION_COMPONENTS.length + 1)
})

const EMI3_CASES = [
  'litres * factor(fuel, "CO2e")',
  'litres * factor(fuel, "CO2e") * (1 - share) + if(share > 0.5, tonnes * factor(biomass, "CO2e") * 0.1, 0)',
  'burnt + supplied + leak * gwp("SF6") - kilos * factor(gas, "CO2e") / 3',
  'min(burnt, supplied)',
  'round(kilos * factor(gas, "CO2e"), 1)',
  'coalesce(supplied, kilos * factor(bin, "CO2e"))',
  'litres * factor(fuel, "CH4") * gwp("CH4") + litres * factor(fuel, "CO2")  * gwp("CO2")',
  '-burnt + if(share < 0.2, supplied, tonnes * factor(biomass, "CO2e"))',
] as const

test.each(EMI3_CASES)('[EMI3] the components of %s add up to it', (source) => {
  const amount = fc.double({ min: 0, max: 1e6, noNaN: true })
  const row = { fuel: 'diesel', biomass: 'wood', gas: 'blend', bin: 'waste' }
  fc.assert(
    fc.property(
      amount,
      amount,
      amount,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (litres, tonnes, supplied, share) => {
        const given = {
          ...row,
          litres,
          tonnes,
          kilos: tonnes / 7,
          leak: litres / 1000,
          supplied,
          share,
          burnt: (litres * 3.058) / 1000,
        }
        const { total = 0, biogenicCO2: _, ...inScope } = parts(source, given)
        const sum = Object.values(inScope).reduce<number>((so, part) => so + Number(part), 0)
        const size = Object.values(inScope).reduce<number>((so, part) => so + Math.abs(Number(part)), 0)
        expect(Math.abs(sum - Number(total))).toBeLessThanOrEqual(1e-9 * Math.max(1, size))
      },
    ),
    { numRuns: sizeOf({ short: 30, long: 600 }) },
  )
})

test('[EMI4] a figure in CO2e has no gas, a formula field keeps its own', () => {
  const row = { litres: 100, fuel: 'diesel', supplied: 7, burnt: 0.3058 }
  expect(parts('burnt + supplied', row)).toMatchObject({
    CO2: expect.closeTo(250, 9),
    N2O: expect.closeTo(53, 9),
    other: 7,
  })
})

test('[EMI5] a factor with biogenic CO2 only has no CO2e', () => {
  expect(emissionsOfFactor(outside, { CO2: 1 }, 'AR5')).toBeNull()
  const context = contextOf([fieldOf('litres', 'L'), choiceOf('fuel', [outside, diesel])], all)
  const plan = compileFormula('litres * factor(fuel, "biogenicCO2")', context)
  expect(plan.ok && plan.value.unit).toBe('kgCO2(biogenic)')
  expect(parts('litres * factor(fuel, "CO2e")', { litres: 1, fuel: 'outside' }, context)).toMatchObject({
    total: 'no-factor',
  })
})

test('[EMI6] a refrigerant blend is its parts', () => {
  expect(parts('kilos * factor(gas, "CO2e")', { kilos: 2, gas: 'blend' })).toEqual({ total: 4470, HFC: 4470 })
})

test('a component is a part of the same formula, so its unit is checked like the whole', () => {
  const component: EmissionComponent = 'CO2'
  expect(compileFormula('litres', contextOf(FIELDS, all), { gas: component, resultUnit: 'kgCO2e' }).ok).toBe(false)
})
