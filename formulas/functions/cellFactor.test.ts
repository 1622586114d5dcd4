import { expect, test } from 'vitest'
import type { EMISSION_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { compileFormula, type CompileOptions } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'

const power = factorOf('power', 'MWh', { CO2: 200, 'CH4-fossil': 0.01 })
const hourly = factorOf('hourly', 'kWh', { CO2: 0.3 })
const diesel = factorOf('diesel', 'L', { CO2: 2.5 }, { biogenicCo2Kg: 0.15 })
const marginal = factorOf('marginal', 'kWh', { CO2: 0.9 }, { avoidedOnly: true })

const cfc = factorOf('cfc', 'kWh', {}, { co2eOnlyKg: 4660, outsideScopes: { instead: null } })
const mixed = factorOf('mixed', 'kWh', {}, { co2eOnlyKg: 1130, outsideScopes: { instead: 'Kyoto gases' } })

const FIELDS = [
  fieldOf('used', 'kWh'),
  fieldOf('source', 'kWh', { type: 'factor', name: 'Source' }),
  fieldOf('unsaid', null, { type: 'factor', name: 'Unsaid' }),
  fieldOf('misspelt', 'kWhh', { type: 'factor' }),
  choiceOf('grid', [power]),
  choiceOf('margin', [marginal]),
  choiceOf('gas', [mixed]),
]
const CONTEXT = contextOf(FIELDS, [power, hourly, diesel, marginal, cfc, mixed])

type Row = Record<string, number | string | null>

function results(source: string, rows: Row[], options: CompileOptions = {}, context: FormulaContext = CONTEXT) {
  const plan = compileFormula(source, context, options)
  if (!plan.ok) {
    return plan.error.map(({ code, message }) => `${code}: ${message}`)
  }
  const { numbers, errors } = plan.value.evaluate(columnsOf(rows), rows.length)
  return rows.map((_, row) => formulaError(errors[row]!) ?? numbers[row]!)
}

test('[EMI8] each row is computed with the factor in its cell, whatever unit of the same kind that is per', () => {
  const rows = [
    { used: 1000, source: 'hourly' },
    { used: 1000, source: 'power' },
    { used: 1000, source: 'diesel' },
    { used: 1000, source: 'unheard of' },
    { used: 1000, source: null },
    { used: null, source: 'power' },
  ]
  expect(results('used * factor(source, "CO2e")', rows, { resultUnit: 'kgCO2e' })).toEqual([
    300,
    200.28,
    'wrong-unit',
    'no-factor',
    'missing',
    'missing',
  ])
  expect(results('used * factor(source, "CO2")', rows.slice(0, 2), { resultUnit: 'tCO2' })).toEqual([0.3, 0.2])
  expect(results('coalesce(factor(source, "CO2e"), convert(1, "kgCO2e/kWh"))', rows.slice(2, 4))).toEqual([
    'wrong-unit',
    1,
  ])
})

test('[EMI8] a field that does not say what its factors are per is refused, with the remedy', () => {
  expect(results('used * factor(unsaid, "CO2e")', [])).toEqual([
    'arguments: Unsaid does not say what its factors are per. Give the field a unit, for example kWh or L.',
  ])
  expect(results('used * factor(misspelt, "CO2e")', [])[0]).toMatch(/^unknown-unit: The unit of misspelt is not known/)
  expect(results('used + factor(source, "CO2e")', [])[0]).toMatch(/^unit: .*kWh.*kgCO2e\/kWh/)
})

test('[EMI3] the gases of a factor in a cell add up to its CO2e, with biogenic CO2 beside them', () => {
  const row = { used: 10, source: 'power' }
  const part = (gas: (typeof EMISSION_COMPONENTS)[number]) =>
    results('used * factor(source, "CO2e")', [row], { gas, resultUnit: 'kgCO2e' })[0]
  expect([part('CO2'), part('CH4'), part('N2O')]).toEqual([2, expect.closeTo(0.0028, 12), 0])
  const litres = [{ ...fieldOf('source', 'L'), type: 'factor' as const }]
  const fuels = { ...CONTEXT, fields: litres }
  expect(results('factor(source, "CO2e")', [{ source: 'diesel' }], { gas: 'biogenicCO2' }, fuels)).toEqual([0.15])
})

test('[EMI8] a factor that becomes known later counts from then on', () => {
  const known = new Map([['power', power]])
  const context = { ...CONTEXT, factors: known }
  const plan = compileFormula('factor(source, "CO2e")', context)
  const run = () => plan.ok && plan.value.evaluate(columnsOf([{ source: 'hourly' }]), 1)
  expect(run()).toMatchObject({ errors: Uint8Array.of(3) })
  known.set('hourly', hourly)
  expect(run()).toMatchObject({ numbers: Float64Array.of(0.3), errors: Uint8Array.of(0) })
})

test('[EMI9] a factor for avoided emissions never gets into an inventory', () => {
  expect(results('used * factor(source, "CO2e")', [{ used: 1, source: 'marginal' }])).toEqual(['not-for-inventories'])
  expect(results('used * factor(margin, "CO2e")', [])[0]).toMatch(/^not-for-inventories: .*marginal.*avoided/)
})

test('[EMI10] a factor that counts gases outside the scopes never gets into one, and what to choose instead is said', () => {
  const rows = [
    { used: 1, source: 'cfc' },
    { used: 1, source: 'mixed' },
    { used: 1, source: 'hourly' },
  ]
  expect(results('used * factor(source, "CO2e")', rows)).toEqual(['outside-scopes', 'outside-scopes', 0.3])
  expect(results('used * factor(gas, "CO2e")', [])[0]).toMatch(/^outside-scopes: .*"mixed".*Choose "Kyoto gases"/)
})
