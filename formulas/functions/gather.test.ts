import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { evaluateTable } from '#formulas/evaluate/evaluateTable.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaField } from '#formulas/FormulaContext.ts'
import { compileField, compileTable } from '#formulas/plan/compileTable.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'

type Row = Record<string, CellValue>

const FIELDS: FormulaField[] = [
  fieldOf('quantity', 'kWh'),
  fieldOf('price', null),
  fieldOf('site', null, { type: 'text' }),
  fieldOf('month', null, { type: 'month' }),
  fieldOf('done', null, { type: 'boolean' }),
  fieldOf('parent', null, { type: 'reference', targetTableId: 'own' }),
  fieldOf('big', null, { type: 'formula', formula: 'quantity / price' }),
]

/** Results of one formula over all rows, or what is wrong with it. */
function resultsOf(formula: string, rows: Row[], unit: string | null = null): (number | string | null)[] | string {
  const fields = [...FIELDS, fieldOf('result', unit, { type: 'formula', formula })]
  const table = compileTable(fields, { ...contextOf(fields), table: { key: 'meters', id: 'own' } })
  const problems = table.problems.get('result')
  if (problems !== undefined) {
    return problems.map(({ code, start, end }) => `${code}:${formula.slice(start, end)}`).join(' | ')
  }
  const column = evaluateTable(table, columnsOf(rows), rows.length).columns.get('result')!
  return rows.map((_, at) => formulaError(column.errors[at]!) ?? column.texts?.[at] ?? column.numbers[at]!)
}

const ROWS: Row[] = [
  { quantity: 10, price: 2, site: 'HQ', month: '2025-01', done: true },
  { quantity: 20, price: 5, site: 'Mill', month: '2025-01', done: true },
  { quantity: 30, price: 10, site: 'HQ', month: '2025-02', done: false },
]

const FN17_CASES = [
  ['sum_of(quantity)', [60, 60, 60]],
  ['sum_of(quantity, site == this.site)', [40, 20, 40]],
  ['sum_of(quantity, this.site == site)', [40, 20, 40]],
  ['sum_of(quantity, site == "HQ")', [40, 40, 40]],
  ['sum_of(quantity, site == this.site and month == this.month)', [10, 20, 30]],
  ['sum_of(quantity, site == this.site and quantity > 15)', [30, 20, 30]],
  ['sum_of(quantity * price, done)', [120, 120, 120]],
  ['sum_of(meters.quantity, meters.site == site)', [40, 20, 40]],
  ['sum_of(quantity, price == this.price * 2 + 1)', [20, 0, 0]],
  ['sum_of(quantity, this.done)', [60, 60, 0]],
  ['avg_of(price, site == this.site)', [6, 5, 6]],
  ['min_of(price, site == this.site)', [2, 5, 2]],
  ['max_of(price, site == this.site)', [10, 5, 10]],
  ['count_of(quantity, site == this.site)', [2, 1, 2]],
  ['count_of(site)', [3, 3, 3]],
  ['quantity / sum_of(quantity, site == this.site)', [0.25, 1, 0.75]],
  ['if(quantity > avg_of(quantity), "high", "low")', ['low', 'low', 'high']],
  ['sum_of(big)', [12, 12, 12]],
  ['this.quantity * 2', [20, 40, 60]],
] as const

test.each(FN17_CASES)('[FN17] %s', (formula, expected) => {
  expect(resultsOf(formula, ROWS)).toEqual(expected)
})

test('[FN17] units are those of the column, converted where they meet others', () => {
  expect(resultsOf('sum_of(quantity)', ROWS, 'MWh')).toEqual([0.06, 0.06, 0.06])
  expect(resultsOf('sum_of(quantity, quantity < 0.025 * convert(1, "MWh"))', ROWS)).toEqual([30, 30, 30])
  expect(resultsOf('count_of(quantity)', ROWS, 'kWh')).toBe('unit:count_of(quantity)')
  expect(resultsOf('sum_of(quantity) + price', ROWS)).toBe('unit:sum_of(quantity) + price')
})

const FN18_CASES = [
  ['sum_of(quantity, price < this.price)', 'arguments:price < this.price'],
  ['sum_of(quantity, site == this.site or done)', 'arguments:site == this.site or done'],
  ['sum_of(quantity, not (site == this.site))', 'arguments:not (site == this.site)'],
  ['sum_of(quantity * this.price)', 'arguments:this.price'],
  ['sum_of(meters.quantity * price)', 'arguments:price'],
  ['sum_of(quantity, sum_of(price) > 3)', 'arguments:sum_of(price) > 3'],
  ['sum_of(sum_of(quantity))', 'arguments:sum_of(quantity)'],
  ['sum_of(3)', 'arguments:3'],
  ['sum_of(site)', 'type:site'],
  ['sum_of(quantity, quantity)', 'type:quantity'],
  ['sum_of(quantity, site == this.price)', 'type:site == this.price'],
  ['sum_of(quantity, quantity == this.price)', 'unit:quantity == this.price'],
  ['sum_of(quantity, parent == this.site)', 'type:parent'],
  ['sum_of(quantity, site == this)', 'type:site'],
  ['sum_of(nothing, nowhere == this.site)', 'unknown-field:nothing | unknown-field:nowhere'],
  ['sum_of(other.quantity)', 'unknown-table:sum_of(other.quantity)'],
  ['meters.quantity', 'arguments:meters.quantity'],
  ['this', 'arguments:this'],
  [Array.from({ length: 11 }, () => 'sum_of(price)').join(' + '), 'too-many-parts:sum_of(price)'],
] as const

test.each(FN18_CASES)('[FN18] %s is refused', (formula, expected) => {
  expect(resultsOf(formula, ROWS)).toBe(expected)
})

test('[FN18] so many gatherings of one table are enough', () => {
  const formula = Array.from({ length: 10 }, () => 'sum_of(quantity)').join(' + ')
  const fields = [
    fieldOf('quantity'),
    ...Array.from({ length: 7 }, (_, i) => fieldOf(`f${i}`, null, { type: 'formula', formula })),
  ]
  const { problems, order } = compileTable(fields, contextOf(fields))
  expect([...problems].map(([key, [problem]]) => `${key} ${problem?.code}`)).toEqual(['f6 too-many-parts'])
  expect(order).toHaveLength(6)
})

test('[FN19] a row whose condition meets an empty cell is left out; the own empty cell leaves no result', () => {
  const rows = [...ROWS, { quantity: 100 }]
  expect(resultsOf('sum_of(quantity, site == this.site)', rows)).toEqual([40, 20, 40, 'missing'])
  expect(resultsOf('sum_of(quantity, done)', rows)).toEqual([30, 30, 30, 30])
})

test('[FN19] any other error in a condition is the result of all rows, because nobody knows where the row belongs', () => {
  const rows = [...ROWS, { quantity: 100, price: 0 }]
  expect(resultsOf('sum_of(price, big > 3)', rows)).toEqual(Array(4).fill('division-by-zero'))
})

test('[FN20] an error among the rows is the result of those that it belongs to, and is never counted as zero', () => {
  const rows = [...ROWS, { site: 'Mill' }, { quantity: 'n/a', site: 'HQ' }]
  expect(resultsOf('sum_of(quantity, site == this.site)', rows)).toEqual([
    'not-a-number',
    'missing',
    'not-a-number',
    'missing',
    'not-a-number',
  ])
  expect(resultsOf('sum_of(quantity)', rows)).toEqual(Array(5).fill('not-a-number'))
  expect(resultsOf('sum_of(coalesce(quantity, 0), site == this.site)', rows)[1]).toBe(20)
  expect(resultsOf('sum_of(quantity, site == this.site and quantity >= 0)', [...ROWS, { site: 'Mill' }])[1]).toBe(20)
  expect(resultsOf('count_of(quantity, site == "Mill")', rows)[0]).toBe(1)
  expect(resultsOf('count_of(quantity, site == "HQ")', rows)[0]).toBe('not-a-number')
})

test('[FN20] no rows have the sum 0 and the count 0, and no average, smallest or largest', () => {
  const of = (name: string) => resultsOf(`${name}_of(price, site == "nowhere")`, ROWS)[0]
  expect(['sum', 'count', 'avg', 'min', 'max'].map(of)).toEqual([0, 0, 'missing', 'missing', 'missing'])
  expect(resultsOf('sum_of(price)', [])).toEqual([])
})

test('[FN21] the order of the rows changes no bit and no reason', () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
  const cell = fc.oneof({ weight: 20, arbitrary: numbers }, { weight: 1, arbitrary: fc.constantFrom(null, 'text') })
  const row = fc.record({
    quantity: cell,
    site: fc.constantFrom('a', 'b', null),
    price: fc.integer({ min: 0, max: 2 }),
  })
  const order = fc
    .array(row, { minLength: 1, maxLength: 40 })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: rows.length })))
  fc.assert(
    fc.property(order, fc.constantFrom('sum', 'avg', 'min', 'max', 'count'), ([rows, places], name) => {
      const formula = `${name}_of(quantity + big, site == this.site and price >= 0)`
      const [before, after] = [
        resultsOf(formula, rows),
        resultsOf(
          formula,
          places.map((at) => rows[at]!),
        ),
      ]
      expect(places.map((at) => before[at])).toEqual(after)
    }),
  )
})

test('[FN21] what plain addition loses is kept', () => {
  const rows = [1e16, 1, -1e16, 1].map((price) => ({ price }))
  expect(resultsOf('sum_of(price)', rows)[0]).toBe(2)
  expect(resultsOf('sum_of(price * 1e300)', [{ price: 1e8 }, { price: 1e8 }, { price: -1e8 }])[0]).toBe(1e308)
})

test('[FN22] lookup takes the one row that matches; none is missing, several are an error', () => {
  const rows = [...ROWS, { quantity: 50, site: 'nowhere', price: 3 }]
  expect(resultsOf('lookup(quantity, price == this.price / 2)', rows)).toEqual(['missing', 'missing', 20, 'missing'])
  expect(resultsOf('lookup(site, price == 5)', rows)).toEqual(Array(4).fill('Mill'))
  expect(resultsOf('lookup(month, site == this.site)', rows)).toEqual([
    'several-rows',
    '2025-01',
    'several-rows',
    'missing',
  ])
  expect(resultsOf('coalesce(lookup(price, site == "x"), 7)', rows)[0]).toBe(7)
})

test('[FN23] a reference finds its row, and the rows that refer to a row are those whose reference is this', () => {
  const rows = [
    { 'row id': 'a', quantity: 1 },
    { 'row id': 'b', quantity: 2, parent: 'a' },
    { 'row id': 'c', quantity: 4, parent: 'a' },
    { 'row id': 'd', quantity: 8, parent: 'gone' },
  ]
  expect(resultsOf('sum_of(quantity, parent == this)', rows)).toEqual([6, 0, 0, 0])
  expect(resultsOf('lookup(quantity, parent)', rows)).toEqual(['missing', 1, 1, 'missing'])
  expect(resultsOf('sum_of(quantity, parent == this.parent)', rows)).toEqual(['missing', 6, 6, 8])
})

test('[FN17] components of emissions are those of the rows', () => {
  const gas = factorOf('gas', 'kWh', { CO2: 0.2, CH4: 0.001 })
  const fields = [
    choiceOf('fuel', [gas]),
    fieldOf('energy', 'kWh'),
    fieldOf('site', null, { type: 'text' }),
    fieldOf('co2e', 'kgCO2e', { type: 'formula', formula: 'energy * factor(fuel, "CO2e")' }),
    fieldOf('total', 'kgCO2e', { type: 'formula', formula: 'sum_of(co2e, site == this.site)' }),
  ]
  const context = contextOf(fields, [gas])
  const table = compileTable(fields, context)
  const rows = [
    { fuel: 'gas', energy: 100, site: 'HQ' },
    { fuel: 'gas', energy: 200, site: 'HQ' },
  ]
  const { source, columns } = evaluateTable(table, columnsOf(rows), 2)
  const part = (component: 'CO2' | 'CH4' | 'other') => {
    const plan = compileField(fields[4]!, context, component)
    return plan.ok ? plan.value.evaluate(source, 2).numbers[0] : null
  }
  expect([part('CO2'), part('CH4'), part('other')]).toEqual([60, 0.3 * 28, 0])
  expect(columns.get('total')!.numbers[0]).toBeCloseTo(60 + 0.3 * 28, 10)
})

test('[DEP1] a ring through many rows is reported whole', () => {
  const fields = [
    fieldOf('quantity'),
    fieldOf('a', null, { type: 'formula', formula: 'sum_of(b)' }),
    fieldOf('b', null, { type: 'formula', formula: 'a + quantity' }),
    fieldOf('c', null, { type: 'formula', formula: 'quantity / sum_of(c)' }),
  ]
  const { problems } = compileTable(fields, contextOf(fields))
  expect([...problems].map(([key, [problem]]) => [key, problem?.code, problem?.message.includes('→')])).toEqual([
    ['a', 'circular', true],
    ['b', 'circular', true],
    ['c', 'circular', true],
  ])
})
