import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choiceOf } from '#formulas/testing/context.ts'
import { bundledLibrary, PUBLISHED_SHEETS, type PublishedExample } from '#formulas/testing/published/published.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

const DATA = new URL('../../../seeds/data/', import.meta.url)
const library = bundledLibrary(readFileSync(new URL('emission-factors.json', DATA), 'utf8'))
const published: { examples: PublishedExample[] } = JSON.parse(
  readFileSync(new URL('worked-examples.json', DATA), 'utf8'),
)

let server: TestServer

/** The factors that the examples name, as the library keeps them. */
beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR5', library.gwp.get('AR5')!)
  const used = new Set(PUBLISHED_SHEETS.flatMap(({ choices }) => Object.values(choices ?? {}).flat()))
  await insertFactors(
    owner,
    [...used].map((id) => library.factors.get(id)!),
  )
})
afterAll(() => server.close())

test.each(PUBLISHED_SHEETS)('$example ($output) comes out over REST: $formula', async (sheet) => {
  const choices = Object.entries(sheet.choices ?? {}).map(([key, ids]) => ({
    ...choiceOf(
      key,
      ids.map((id) => library.factors.get(id)!),
    ),
  }))
  const numbers = Object.entries(sheet.units).map(([key, unit]) => ({ key, type: 'number', unit }))
  const { status, body } = await server.request(server.one.people.viewer, 'POST', '/formulas/evaluate', {
    formula: sheet.formula,
    unit: sheet.unit === '' ? null : sheet.unit,
    fields: [...numbers, ...choices],
    rows: sheet.rows,
    gwp_set: 'AR5',
  })
  expect([status, body.problems]).toEqual([200, undefined])
  const total = body.values.reduce((sum: number, value: number) => sum + value, 0)
  const { expected, relTol } = published.examples.find(({ id }) => id === sheet.example)!.outputs[sheet.output]!
  expect(Math.abs(total - expected)).toBeLessThanOrEqual(relTol * Math.abs(expected))
})
