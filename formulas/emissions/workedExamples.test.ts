import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columnsOf } from '#formulas/testing/columns.ts'
import { planOf } from '#formulas/testing/published/planOf.ts'
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
  const plan = planOf(sheet, library)
  if (!plan.ok) {
    throw new Error(plan.error.map(({ message }) => message).join(' '))
  }
  const column = plan.value.evaluate(columnsOf(sheet.rows), sheet.rows.length)
  expect([...column.errors]).toEqual(sheet.rows.map(() => 0))
  return column.numbers.reduce((sum, value) => sum + value, 0)
}
