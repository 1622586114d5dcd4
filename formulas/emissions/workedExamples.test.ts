import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FormulaField } from '#formulas/FormulaContext.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, fieldOf } from '#formulas/testing/context.ts'
import { bundledLibrary, PUBLISHED_SHEETS, type PublishedExample } from '#formulas/testing/published/published.ts'
import type { PublishedSheet } from '#formulas/testing/published/PublishedSheet.ts'

const DATA = new URL('../../seeds/data/', import.meta.url)
const library = bundledLibrary(readFileSync(new URL('emission-factors.json', DATA), 'utf8'))
const published: { examples: PublishedExample[] } = JSON.parse(
  readFileSync(new URL('worked-examples.json', DATA), 'utf8'),
)

for (const sheet of PUBLISHED_SHEETS) {
  const example = published.examples.find(({ id }) => id === sheet.example)!
  test(`${example.title} (${sheet.output}; ${example.source.doc}, ${example.source.where}) passes: ${sheet.formula}`, () => {
    const { expected, relTol } = example.outputs[sheet.output]!
    const result = totalOf(sheet)
    expect(Math.abs(result - expected)).toBeLessThanOrEqual(relTol * Math.abs(expected))
  })
}

test('every published example that is consistent in itself is covered', () => {
  const covered = new Set(PUBLISHED_SHEETS.map(({ example }) => example))
  const usable = published.examples.filter(({ usableAsTest }) => usableAsTest).map(({ id }) => id)
  expect(usable.filter((id) => !covered.has(id))).toEqual([])
})

function totalOf(sheet: PublishedSheet): number {
  const gwpSet = sheet.gwpSet ?? 'AR5'
  const choices = Object.entries(sheet.choices ?? {}).map(([key, ids]): FormulaField =>
    choiceOf(
      key,
      ids.map((id) => library.factors.get(id)!),
    ),
  )
  const numbers = Object.entries(sheet.units).map(([key, unit]) => fieldOf(key, unit))
  const context = {
    fields: [...numbers, ...choices],
    factors: library.factors,
    gwp: library.gwp.get(gwpSet)!,
    gwpSet,
    factorYear: 2025,
  }
  const plan = compileFormula(sheet.formula, context, { resultUnit: sheet.unit })
  if (!plan.ok) {
    throw new Error(plan.error.map(({ message }) => message).join(' '))
  }
  const column = plan.value.evaluate(columnsOf(sheet.rows), sheet.rows.length)
  expect([...column.errors]).toEqual(sheet.rows.map(() => 0))
  return column.numbers.reduce((sum, value) => sum + value, 0)
}
