import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { FORMULA_ERRORS, formulaError, formulaErrorMessage } from '#formulas/evaluate/formulaErrors.ts'
import { naiveEvaluator } from '#formulas/testing/naiveEvaluator.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'
import { compileFormula } from './compileFormula.ts'
import type { Plan } from './Plan.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const diesel = factorOf('diesel', 'L', { CO2: 2.5, 'CH4-fossil': 0.0001, N2O: 0.0002 })
const gas = factorOf('gas', 'm3', { CO2: 2 })
const choice = choiceOf('fuel', [diesel, gas])
const context = contextOf(
  [
    fieldOf('a'),
    fieldOf('b'),
    fieldOf('c'),
    fieldOf('litres', 'L'),
    fieldOf('gallons', 'gal(US)'),
    fieldOf('energy', 'MWh'),
    fieldOf('power', 'kWh'),
    fieldOf('share', '%'),
    fieldOf('done', null, { type: 'boolean' }),
    fieldOf('note', null, { type: 'text' }),
    fieldOf('day', null, { type: 'date' }),
    { ...choice, options: [...choice.options, { id: 'peat', label: 'Peat' }] },
  ],
  [diesel, gas],
)

type Row = Record<string, CellValue>

function planOf(source: string, resultUnit: string | null = null): Plan {
  const result = compileFormula(source, context, { resultUnit })
  if (!result.ok) {
    throw new Error(result.error.map(({ message }) => message).join(' '))
  }
  return result.value
}

/** The result of one row, or the name of its error. */
function resultOf(source: string, row: Row, resultUnit: string | null = null): number | string | null {
  const column = planOf(source, resultUnit).evaluate(columnsOf([row]), 1)
  return column.texts?.[0] ?? formulaError(column.errors[0]!) ?? column.numbers[0]!
}

const EVAL1_CASES = [
  ['a + b', { a: 1 }, 'missing'],
  ['a + b', { a: 1, b: 'twelve' }, 'not-a-number'],
  ['a + b', { a: 1, b: true }, 'not-a-number'],
  ['litres * factor(fuel, "CO2e")', { litres: 1, fuel: 'peat' }, 'no-factor'],
  ['litres * factor(fuel, "CO2e")', { litres: 1, fuel: 'unheard of' }, 'no-factor'],
  ['litres * factor(fuel, "CO2e")', { litres: 1 }, 'missing'],
  ['litres * factor(fuel, "CH4")', { litres: 1, fuel: 'gas' }, 'no-factor'],
  ['a / b', { a: 1, b: 0 }, 'division-by-zero'],
  ['a / b', { a: 0, b: 0 }, 'division-by-zero'],
  ['0 ^ a', { a: -1 }, 'division-by-zero'],
  ['a * b', { a: 1e300, b: 1e300 }, 'not-finite'],
  ['1 / (a * b)', { a: 1e300, b: 1e300 }, 'not-finite'],
  ['min(1, a * b)', { a: 1e300, b: 1e300 }, 'not-finite'],
  ['(0 - 8) ^ a', { a: 0.5 }, 'no-root'],
  ['if(done, 1, 2)', {}, 'missing'],
  ['if(done, 1, 2)', { done: 'yes' }, 'wrong-type'],
  ['(a - a) * b', { a: 1, b: 'x' }, 'not-a-number'],
] as const

test.each(EVAL1_CASES)('[EVAL1] %s of %j is %s', (source, row, error) => {
  expect(resultOf(source, row)).toBe(error)
})

test('[EVAL1] every error has words for its reader', () => {
  expect(
    Object.keys(FORMULA_ERRORS)
      .map((_, index) => formulaErrorMessage(formulaError(index + 1)!))
      .every((text) => text.startsWith('No result')),
  ).toBe(true)
})

const FN1_CASES = [
  ['if(a > 1, b, c)', { a: 2, b: 5 }, 5],
  ['if(a > 1, b, c)', { a: 0, b: 5 }, 'missing'],
  ['if(a > 1, b, c)', { b: 5, c: 1 }, 'missing'],
] as const

test.each(FN1_CASES)('[FN1] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN2_CASES = [
  ['min(a, b, c)', { a: 3, b: 1, c: 2 }, 1],
  ['max(a, b)', { a: 3, b: -1 }, 3],
  ['max(a, b)', { a: 3 }, 'missing'],
] as const

test.each(FN2_CASES)('[FN2] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN3_CASES = [
  ['round(a)', { a: 2.5 }, 3],
  ['round(a)', { a: -2.5 }, -3],
  ['round(a, 2)', { a: 1.005 }, 1.01],
  ['round(a, -2)', { a: 1250 }, 1300],
  ['round(a, 12)', { a: 1e300 }, 1e300],
  ['abs(a)', { a: -4 }, 4],
] as const

test.each(FN3_CASES)('[FN3] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN4_CASES = [
  ['coalesce(a, 0)', {}, 0],
  ['coalesce(a, b, 7)', { b: 2 }, 2],
  ['coalesce(a, 0)', { a: 'text' }, 'not-a-number'],
  ['coalesce(litres * factor(fuel, "CH4"), 0)', { litres: 1, fuel: 'gas' }, 0],
  ['coalesce(a / b, 0)', { a: 1, b: 0 }, 'division-by-zero'],
  ['coalesce(note, "none")', {}, 'none'],
] as const

test.each(FN4_CASES)('[FN4] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN7_CASES = [
  ['if(done and a > 0, 1, 2)', { done: false }, 2],
  ['if(done or a > 0, 1, 2)', { done: true }, 1],
  ['if(not done, 1, 2)', { done: true }, 2],
] as const

test.each(FN7_CASES)('[FN7] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const TYP4_CASES = [
  ['if(fuel == "diesel", 1, 2)', { fuel: 'diesel' }, 1],
  ['if(fuel != "diesel", 1, 2)', { fuel: 'diesel' }, 2],
  ['if(fuel == note, 1, 2)', { fuel: 'gas', note: 'gas' }, 1],
  ['if(fuel == "diesel", 1, 2)', {}, 'missing'],
  ['if(done, "yes", note)', { done: true }, 'yes'],
] as const

test.each(TYP4_CASES)('[TYP4] %s of %j is %s', (source, row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

test('[UNIT2] units of one dimension come together in the unit of the left part', () => {
  expect(resultOf('energy + power', { energy: 1, power: 500 })).toBe(1.5)
  expect(resultOf('power + energy', { energy: 1, power: 500 })).toBe(1500)
  expect(resultOf('gallons * factor(fuel, "CO2")', { gallons: 1, fuel: 'diesel' }, 'kgCO2')).toBeCloseTo(
    3.785411784 * 2.5,
    12,
  )
  expect(resultOf('gallons * factor(fuel, "CO2")', { gallons: 1000, fuel: 'gas' }, 'kgCO2')).toBeCloseTo(
    3.785411784 * 2,
    12,
  )
})

test('[UNIT5] a bare number in a comparison is in the unit of the other side', () => {
  expect(resultOf('if(energy > 2, 1, 0)', { energy: 3 })).toBe(1)
  expect(resultOf('if(share > 50, 1, 0)', { share: 40 })).toBe(0)
})

test('[UNIT8] a percentage is a hundredth', () => {
  expect(resultOf('1 - share', { share: 25 })).toBe(0.75)
})

const FORMULAS = [
  'a * b + c',
  '(a - b) / c',
  'a * b * c * 2',
  '1 - a',
  'if(a > b, a / c, b * 0.1)',
  'if(a <= 50 and not (b == c), min(a, b), max(b, c))',
  'if(done or a != b, round(a / 3, 2), abs(-b))',
  'coalesce(a, b, 1) * coalesce(c, 0)',
  'coalesce(a / b, c) + 1',
  'litres * factor(fuel, "CO2e") * (1 - share) + if(a > 50, litres * factor(fuel, "CO2e") * 0.1, 0)',
  'gallons * factor(fuel, "CO2") * gwp("CO2") + coalesce(gallons * factor(fuel, "CH4"), 0) * gwp("CH4")',
  'if(fuel == "diesel", a, if(fuel == note, b, c))',
  'if(energy < power, energy, power)',
  'energy + power - convert(5, "GJ")',
  'a ^ 2 + b ^ -1 + a ^ 0.5',
  'sum(a, b, 3) / avg(b, c)',
  'sum(power, energy) + avg(energy, power)',
  'count(a, note, done, fuel) + count(b, c)',
  'sqrt(a) + exp(b) - ln(c)',
  'if(contains(note, "a") or length(note) > 3, a, b)',
  'length(concat(left(note, 2), right(upper(note), 2), replace(note, "a", "bb")))',
  'year(day) * 100 + month(day) + day(day)',
  'power * (days_between(day, "2025-03-01") / days_in_month(day))',
]

/** Conversions may be applied in another order, which moves the last digits. */
function isSameResult(result: number | string, wanted: number | string | boolean): boolean {
  return typeof result === 'number' && typeof wanted === 'number'
    ? Math.abs(result - wanted) <= 1e-12 * Math.max(Math.abs(result), Math.abs(wanted), 1e-290)
    : result === wanted
}

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<CellValue>(0, 1, -1, 50, 51, 2.5, 1e-5, 1e300, -1e300) },
  { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 2, arbitrary: fc.constantFrom<CellValue>(null, 'text', true) },
)
/** Numbers with units stay away from the ends of the number range, where the order of conversions shows. */
const measured = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value)),
  },
  { weight: 2, arbitrary: fc.constantFrom<CellValue>(null, 'text', true) },
)
const anyRow = fc.record({
  a: cell,
  b: cell,
  c: cell,
  litres: measured,
  gallons: measured,
  energy: measured,
  power: measured,
  share: measured,
  done: fc.constantFrom<CellValue>(true, false, null, 'yes', 3),
  note: fc.constantFrom<CellValue>('gas', 'x', 'aga', null, 7),
  day: fc.constantFrom<CellValue>('2024-02-29', '2025-02-28', '2025-12-31', '2025-02-29', null, 7),
  fuel: fc.constantFrom<CellValue>('diesel', 'gas', 'peat', 'unknown', null, 4),
})

test.each(FORMULAS)('[EVAL2] %s over columns is what a naive evaluator gives row by row', (source) => {
  const plan = planOf(source)
  const naive = naiveEvaluator(source, context, plan.unit)
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
      const columns = columnsOf(rows)
      const column = plan.evaluate(columns, rows.length)
      const expected = rows.map((row) => naive(row))
      const results = [...column.numbers].map((value, i) => formulaError(column.errors[i]!) ?? value)
      for (const [i, wanted] of expected.entries()) {
        expect(
          isSameResult(results[i]!, wanted),
          `${JSON.stringify(rows[i])}: ${results[i]} for ${String(wanted)}`,
        ).toBe(true)
      }
      const slots = Uint32Array.from(rows.keys()).reverse()
      expect([...plan.evaluate(columns, slots).numbers].reverse()).toEqual([...column.numbers])
    }),
    { numRuns: sizeOf({ short: 150, long: 3000 }) },
  )
})

test('[EVAL2] blocks do not show: 5,000 rows are 5,000 single rows', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => ({ a: i % 7 === 0 ? null : i, b: i % 11, c: 2 }))
  const plan = planOf('a / b + c')
  const column = plan.evaluate(columnsOf(rows), rows.length)
  const single = rows.map((row) => plan.evaluate(columnsOf([row]), 1))
  expect([...column.numbers]).toEqual(single.map(({ numbers }) => numbers[0]))
  expect([...column.errors]).toEqual(single.map(({ errors }) => errors[0]))
})

test('a plan says what it reads and gives', () => {
  expect(planOf('litres * factor(fuel, "CO2e")', 'tCO2e')).toMatchObject({
    type: 'number',
    unit: 'tCO2e',
    inputs: ['litres', 'fuel'],
  })
})

const times = contextOf([
  fieldOf('starts', null, { type: 'date' }),
  fieldOf('ends', null, { type: 'date' }),
  fieldOf('month', null, { type: 'month' }),
  fieldOf('remark', null, { type: 'text' }),
])

const TYP5_CASES: readonly (readonly [string, Row, number | string])[] = [
  ['ends >= starts', { starts: '2025-01-31', ends: '2025-02-01' }, 1],
  ['ends >= starts', { starts: '2025-02-01', ends: '2025-02-01' }, 1],
  ['ends > starts', { starts: '2025-02-01', ends: '2025-02-01' }, 0],
  ['ends < starts', { starts: '2025-02-02', ends: '2025-02-01' }, 1],
  ['starts <= "2025-12-31"', { starts: '2026-01-01' }, 0],
  ['month >= "2025-04"', { month: '2025-03' }, 0],
  ['ends >= starts', { ends: '2025-02-01' }, 'missing'],
  ['ends >= starts', { starts: 'soon', ends: '2025-02-01' }, 'wrong-type'],
  ['ends >= starts', { starts: 'soon' }, 'wrong-type'],
]

test.each(TYP5_CASES)('[TYP5] %s of %j is %s', (source, row, expected) => {
  const compiled = compileFormula(source, times)
  const column = compiled.ok ? compiled.value.evaluate(columnsOf([row]), 1) : undefined
  expect(formulaError(column?.errors[0] ?? 0) ?? column?.numbers[0]).toBe(expected)
})

test.each(['month < starts', 'remark < starts', 'starts < "soon"', 'remark < "a"'])(
  '[TYP5] %s has no order, and is refused',
  (source) => {
    expect(compileFormula(source, times)).toMatchObject({ ok: false, error: [{ code: 'type' }] })
  },
)
