import { expect, test } from 'vitest'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'
import type { Parameter } from '#shared/parameters/parameter.ts'

const PARAMETERS: readonly Parameter[] = [
  {
    key: 'diesel_density',
    name: 'Density of diesel',
    kind: 'density',
    unit: 'kg/L',
    values: [
      { year: 2020, value: 0.84, source: 'Data sheet 2020' },
      { year: 2024, value: 0.835, source: 'Data sheet 2024' },
      { year: 2030, value: 0.8, source: 'Data sheet 2030' },
    ],
  },
  {
    key: 'usd_per_eur',
    name: 'US dollars per euro',
    kind: 'exchange_rate',
    unit: 'USD/EUR',
    values: [{ year: 2024, value: 1.0824, source: 'ECB, yearly average' }],
  },
  {
    key: 'gas_heating_value',
    name: 'Natural gas, gross',
    kind: 'heating_value',
    unit: 'kWh(HHV)/Sm3',
    values: [{ year: 2025, value: 10.55, source: 'Supplier' }],
  },
]

const contextWith = (parameters: readonly Parameter[]): FormulaContext => ({
  ...contextOf(
    [
      fieldOf('volume', 'L'),
      fieldOf('gas', 'Sm3'),
      fieldOf('mass', 't'),
      fieldOf('spend', 'EUR'),
      fieldOf('price', 'USD@2024'),
      choiceOf('fuel', [factorOf('f', 'kWh(HHV)', { CO2: 0.2 })]),
    ],
    [factorOf('f', 'kWh(HHV)', { CO2: 0.2 })],
  ),
  parameters: new Map(parameters.map((parameter) => [parameter.key, parameter])),
})

function resultOf(source: string, row: Record<string, number | string>, unit: string | null = null): unknown {
  const plan = compileFormula(source, contextWith(PARAMETERS), { resultUnit: unit })
  if (!plan.ok) {
    return plan.error[0]!.code
  }
  const { numbers, errors } = plan.value.evaluate(columnsOf([row]), 1)
  return formulaError(errors[0]!) ?? [numbers[0], plan.value.unit]
}

const messageOf = (source: string, parameters = PARAMETERS, unit: string | null = null): string | null => {
  const plan = compileFormula(source, contextWith(parameters), { resultUnit: unit })
  return plan.ok ? null : plan.error.map(({ message }) => message).join(' ')
}

test('[PAR1] a density is the newest up to the factor year of the cycle', () => {
  expect(resultOf('convert(volume * parameter("diesel_density"), "t")', { volume: 2000 })).toEqual([1.67, 't'])
})

test('[PAR1] a year that is given is that year', () => {
  expect(resultOf('volume * parameter("diesel_density", 2020)', { volume: 100 }, 'kg')).toEqual([84, 'kg'])
  expect(resultOf('volume * parameter("diesel_density", 2021)', { volume: 100 })).toBe('no-parameter')
})

test('[GOTCHA 19] [PAR1] a rate of exchange is of its year only', () => {
  expect(resultOf('spend * parameter("usd_per_eur", 2024)', { spend: 1000 })).toEqual([1082.4, 'USD'])
  expect(resultOf('spend * parameter("usd_per_eur")', { spend: 100 })).toBe('no-parameter')
})

test('[PAR2] an unknown parameter is told with those that there are', () => {
  expect(messageOf('volume * parameter("petrol_density")')).toBe(
    'There is no parameter "petrol_density". There are: diesel_density (kg/L), usd_per_eur (USD/EUR), gas_heating_value (kWh(HHV)/Sm3). Add it to the parameters, with its source.',
  )
  expect(messageOf('volume * parameter("x")', [])).toContain('The library has none yet.')
})

test('[PAR2] a formula whose parameter has no value for the factor year is right, and has no result', () => {
  expect(resultOf('spend * parameter("usd_per_eur") + spend * parameter("usd_per_eur")', { spend: 1 })).toBe(
    'no-parameter',
  )
})

test('[PAR2] a year without a value is told with the years that have one', () => {
  expect(messageOf('spend * parameter("usd_per_eur", 2025)')).toBe(
    'The parameter "US dollars per euro" has no value for 2025. It has one for 2024. Add it, with its source.',
  )
})

test.each([
  ['parameter(volume)', 'arguments'],
  ['parameter("diesel_density", volume)', 'arguments'],
  ['parameter("diesel_density", 2020.5)', 'arguments'],
  ['parameter("constructor")', 'no-parameter'],
])('[PAR2] %s is refused', (source, code) => {
  expect(resultOf(source, { volume: 1 })).toBe(code)
})

test('[PAR3] the parameter that leads across is offered, with the way round', () => {
  expect(messageOf('convert(volume, "t")')).toContain(
    'The library of parameters has a way across: * parameter("diesel_density") (Density of diesel, kg/L).',
  )
  expect(messageOf('convert(mass, "L")')).toContain('/ parameter("diesel_density")')
  expect(messageOf('mass + volume')).toContain('* parameter("diesel_density")')
})

test('[GOTCHA 6] [PAR3] so it is where a factor is per energy and the quantity a volume', () => {
  expect(messageOf('gas * factor(fuel, "CO2e")', PARAMETERS, 'kgCO2e')).toContain('* parameter("gas_heating_value")')
})

test.each([
  ['convert(volume, "t")', 'A density is missing, such as a parameter in t/L;'],
  ['convert(gas, "kWh(LHV)")', 'A heating value is missing, such as a parameter in kWh(LHV)/Sm3;'],
  ['convert(spend, "USD@2024")', 'An exchange rate is missing, such as a parameter in USD@2024/EUR;'],
  ['convert(price, "USD@2022")', 'A price index is missing, such as a parameter in USD@2022/USD@2024;'],
])('[PAR3] without one, %s says what is missing', (source, expected) => {
  expect(messageOf(source, [])).toContain(expected)
})

test('[PAR3] what no parameter leads across says nothing of parameters', () => {
  expect(messageOf('convert(volume, "tkm")')).not.toContain('parameter')
})
