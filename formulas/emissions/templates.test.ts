/** Each table that we ship, computed with the published factors: a row gives what was worked out by hand. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Parameter } from '#shared/parameters/parameter.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'
import type { BuiltInTemplate } from '#shared/templates/tableTemplate.ts'
import { evaluateTable } from '#formulas/evaluate/evaluateTable.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { compileTable } from '#formulas/plan/compileTable.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { bundledLibrary } from '#formulas/testing/published/published.ts'
import { rowOf, TEMPLATE_EXAMPLES } from '#formulas/testing/templates/templateExamples.ts'

const library = bundledLibrary(readFileSync(new URL('../../seeds/data/emission-factors.json', import.meta.url), 'utf8'))

const parameter = (key: string, kind: Parameter['kind'], unit: string, value: number): [string, Parameter] => [
  key,
  { key, name: key, kind, unit, values: [2024, 2025].map((year) => ({ year, value, source: 'Test' })) },
]

const contextOf = ({ fields }: BuiltInTemplate, factorYear = 2025) => ({
  fields,
  factors: library.factors,
  gwp: library.gwp.get('AR5')!,
  gwpSet: 'AR5' as const,
  factorYear,
  parameters: new Map([
    parameter('usd_per_eur', 'exchange_rate', 'USD/EUR', 1.08),
    parameter('usd_prices_2022', 'price_index', 'USD@2022/USD', 0.93),
  ]),
})

/** The results of rows, as tonnes or the name of what is wrong. */
function tonnesOf(template: BuiltInTemplate, rows: Readonly<Record<string, CellValue>>[], year = 2025): unknown[] {
  const table = compileTable(template.fields, contextOf(template, year))
  expect([template.id, ...table.problems]).toEqual([template.id])
  const { columns } = evaluateTable(table, columnsOf(rows), rows.length)
  const { numbers, errors } = columns.get('co2e')!
  return rows.map((_, at) => formulaError(errors[at]!) ?? numbers[at])
}

test('there is an example of each', () => {
  expect(Object.keys(TEMPLATE_EXAMPLES).toSorted()).toEqual(BUILT_IN_TEMPLATES.map(({ id }) => id).toSorted())
})

test.each(BUILT_IN_TEMPLATES)('$id: a row gives the tonnes that were worked out by hand', (template) => {
  const [values, expected] = TEMPLATE_EXAMPLES[template.id]!
  expect(tonnesOf(template, [rowOf(template, values)])).toEqual([expect.closeTo(expected, 9)])
})

test('every choice of every table has a factor that computes, in both editions', () => {
  for (const template of BUILT_IN_TEMPLATES) {
    const numbers = template.fields.filter(({ type }) => type === 'number').map(({ key }) => [key, 2] as const)
    const filled = rowOf(template, Object.fromEntries(numbers))
    const rows = template.fields.flatMap(({ key, options }) =>
      options.map((option) => ({ ...filled, [key]: option.id })),
    )
    for (const year of [2024, 2025]) {
      const wrong = tonnesOf(template, rows, year).filter((tonnes) => typeof tonnes !== 'number' || tonnes <= 0)
      expect([template.id, year, ...wrong]).toEqual([template.id, year])
    }
  }
})

test('conditions of the columns mean something, and hold for the examples', () => {
  for (const template of BUILT_IN_TEMPLATES) {
    const row = rowOf(template, TEMPLATE_EXAMPLES[template.id]![0])
    const table = compileTable(template.fields, contextOf(template))
    const { source } = evaluateTable(table, columnsOf([row]), 1)
    for (const { rules } of template.fields.filter((field) => field.rules?.formula !== undefined)) {
      const plan = compileFormula(rules!.formula!, contextOf(template), { resultUnit: null })
      expect([template.id, plan.ok && plan.value.type]).toEqual([template.id, 'boolean'])
      expect([template.id, plan.ok && plan.value.evaluate(source, 1).numbers[0]]).toEqual([template.id, 1])
    }
  }
})

test('[GOTCHA 22] capital goods count whole in the month in which they came: their tables know no years of use', () => {
  const tables = BUILT_IN_TEMPLATES.filter(({ categories }) => categories.includes(2))
  expect(tables.map(({ id, fields }) => [id, fields.at(-1)?.formula])).toEqual([
    ['builtin:capital_goods_supplier', 'pieces * figure'],
    ['builtin:capital_goods', 'spend * factor(goods, "CO2e")'],
  ])
  expect(tables.flatMap(({ fields }) => fields.filter(({ key }) => /year|life|depreciat/.test(key)))).toEqual([])
})
