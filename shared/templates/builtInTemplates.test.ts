/** What every ready-made table says about itself. */
import { expect, test } from 'vitest'
import { BUILT_IN_TEMPLATES } from './builtInTemplates.ts'
import { templateIn } from './inLanguage.ts'
import type { BuiltInTemplate } from './tableTemplate.ts'

const CATEGORIES = Array.from({ length: 15 }, (_, at) => at + 1)
const ids = (templates: readonly BuiltInTemplate[]) => templates.map(({ id }) => id)

test('each of the fifteen categories of scope 3 has a table, and more than one method where the guidance gives several', () => {
  const methodsOf = (category: number) =>
    new Set(BUILT_IN_TEMPLATES.filter((one) => one.categories.includes(category)).map(({ method }) => method))
  expect(CATEGORIES.map((category) => [category, methodsOf(category).size])).toEqual([
    [1, 4],
    [2, 2],
    [3, 2],
    [4, 4],
    [5, 3],
    [6, 3],
    [7, 2],
    [8, 3],
    [9, 4],
    [10, 2],
    [11, 1],
    [12, 2],
    [13, 3],
    [14, 3],
    [15, 2],
  ])
})

test('each names where its method is described, what belongs elsewhere, and fits the limits of a table', () => {
  const scope3 = BUILT_IN_TEMPLATES.filter(({ categories }) => categories.length > 0)
  expect(
    ids(scope3.filter(({ source }) => !/GHG Protocol, Technical Guidance|PCAF|EPA supply-chain/.test(source))),
  ).toEqual([])
  for (const language of ['en', 'ar'] as const) {
    const told = BUILT_IN_TEMPLATES.map((one) => templateIn(one, language))
    expect(ids(told.filter(({ notTwice }) => notTwice.length < 20))).toEqual([])
    expect(ids(told.filter(({ name, description }) => name.length > 100 || description.length > 500))).toEqual([])
    expect(new Set(told.map(({ name }) => name)).size).toBe(BUILT_IN_TEMPLATES.length)
  }
})

test('all of it is there in Arabic: names, descriptions, columns, choices without a publication, and what rules tell', () => {
  const ARABIC = /[\u0600-\u06ff]/
  for (const template of BUILT_IN_TEMPLATES) {
    const { id, name, description, notTwice, fields } = templateIn(template, 'ar')
    const labels = fields.flatMap(({ options }) => options).filter(({ factors }) => factors === undefined)
    const rules = fields.flatMap(({ rules: given }) => given?.message ?? [])
    const texts = [
      name,
      description,
      notTwice,
      ...fields.map((field) => field.name),
      ...labels.map(({ label }) => label),
    ]
    expect([id, ...[...texts, ...rules].filter((text) => !ARABIC.test(text))]).toEqual([id])
    expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length)
    const same = ({ key, unit, formula, type }: (typeof fields)[number]) => [key, unit, formula, type]
    expect(fields.map(same)).toEqual(template.fields.map(same))
  }
})

test('each counts one result in the totals, by site and month', () => {
  for (const { id, fields } of BUILT_IN_TEMPLATES) {
    const roles = fields.flatMap(({ role }) => (role === null ? [] : [role]))
    expect([id, ...roles.toSorted()]).toEqual([id, 'emissions', 'month', 'site'])
    expect([id, new Set(fields.map(({ key }) => key)).size]).toEqual([id, fields.length])
  }
})
