import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { evaluateTable } from '#formulas/evaluate/evaluateTable.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { compileTable } from '#formulas/plan/compileTable.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'
import { EMISSION_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { ENGINE_VERSION } from './engineVersion.ts'

/** The bits of `RESULTS` below, by version of the engine. Never change one: add the next. */
const BITS: Readonly<Record<number, string>> = {
  1: '45e28979229f0e394cf24628fca4a8a841c106e8d754d9793f43051a0bdb153d',
}

const GRID = factorOf('grid', 'kWh', { CO2: 0.20705, 'CH4-fossil': 1.1e-5, N2O: 3.7e-6 })
const WOOD = factorOf('wood', 'kWh(HHV)', { 'CH4-nonfossil': 7e-5, N2O: 1.3e-5 }, { biogenicCo2Kg: 0.35 })
const STATED = factorOf('stated', 'MWh', {}, { co2eOnlyKg: 434.2, co2eOnlyGwp: 'AR4' })
const FIELDS = [
  fieldOf('energy', 'kWh'),
  fieldOf('heat', 'kWh(HHV)'),
  fieldOf('a'),
  fieldOf('b'),
  choiceOf('grid', [GRID, STATED]),
  choiceOf('fuel', [WOOD]),
]
const FORMULAS = [
  'energy * factor(grid, "CO2e")',
  'heat * factor(fuel, "CO2e") * (1 - a / 100)',
  'energy * factor(grid, "CO2e") + if(a > b, heat * factor(fuel, "CO2e"), 0)',
]
const NUMBERS = [
  'a / b + 0.1',
  'exp(a / 10) - ln(b) * sqrt(a)',
  'a ^ 3 / 7',
  'round(a * b / 3, 2)',
  'sum_of(a) / avg_of(b)',
  'sum(a, b, 0.1) - min(a, b) * max(a, b)',
]

/** Uneven numbers that are the same everywhere (a linear congruence, Numerical Recipes). */
function rows(): Record<string, number | string>[] {
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 24 + 0.001
  }
  return Array.from({ length: 60 }, (_, index) => ({
    energy: next() * 1000,
    heat: next(),
    a: next() / 10,
    b: next() / 10,
    grid: index % 3 === 0 ? 'stated' : 'grid',
    fuel: 'wood',
  }))
}

test('whoever changes a bit of a result gives the engine another version', () => {
  const context = contextOf(FIELDS, [GRID, WOOD, STATED])
  const bits = createHash('sha256')
  const columns = columnsOf(rows())
  for (const formula of FORMULAS) {
    for (const gas of [undefined, ...EMISSION_COMPONENTS]) {
      const plan = compileFormula(formula, context, { resultUnit: 'kgCO2e', ...(gas && { gas }) })
      expect(plan.ok, `${formula} ${JSON.stringify(plan)}`).toBe(true)
      bits.update(plan.ok ? bytesOf(plan.value.evaluate(columns, 60).numbers) : '')
    }
  }
  const fields = [...FIELDS, ...NUMBERS.map((formula, i) => fieldOf(`f${i}`, null, { type: 'formula', formula }))]
  const table = compileTable(fields, context)
  expect([...table.problems]).toEqual([])
  for (const [, { numbers }] of evaluateTable(table, columns, 60).columns) {
    expect(numbers.every(Number.isFinite)).toBe(true)
    bits.update(bytesOf(numbers))
  }
  expect(bits.digest('hex'), 'the results have other bits: raise ENGINE_VERSION and add them').toBe(
    BITS[ENGINE_VERSION],
  )
})

const bytesOf = (numbers: Float64Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
