/** Tables that we ship, made and filled in; the answers of all of them are in formulas/emissions/templates.test.ts. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundledLibrary } from '#formulas/testing/published/published.ts'
import { rowOf, TEMPLATE_EXAMPLES } from '#formulas/testing/templates/templateExamples.ts'
import { CopyFixture } from '#server/copies/testing/CopyFixture.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const library = bundledLibrary(readFileSync(DATA, 'utf8'))

let fixture: CopyFixture
/** What is answered while the parameters of a table are not there. */
let tooEarly: Reply

beforeAll(async () => {
  fixture = await CopyFixture.start()
  const { owner } = fixture.server.database
  await insertGwps(owner, 'AR5', library.gwp.get('AR5')!)
  await insertGwps(owner, 'AR6', library.gwp.get('AR6')!)
  const options = BUILT_IN_TEMPLATES.flatMap(({ fields }) => fields.flatMap((field) => field.options))
  const used = new Set(options.flatMap(({ factors = {} }) => Object.values(factors)))
  await insertFactors(
    owner,
    [...used].map((id) => library.factors.get(id)!),
  )
  // the publications of the UK give their sums in AR5
  await owner('cycles').where({ id: fixture.server.one.openCycleId }).update({ gwp_set: 'AR5' })
  tooEarly = await make('builtin:purchased_goods_euro', 'Too early')
  const source = 'European Central Bank and US Bureau of Labor Statistics'
  const stated = [
    { key: 'usd_per_eur', kind: 'exchange_rate', unit: 'USD/EUR', value: 1.08 },
    { key: 'usd_prices_2022', kind: 'price_index', unit: 'USD@2022/USD', value: 0.93 },
  ]
  for (const { value, ...parameter } of stated) {
    const values = [2025, 2026].map((year) => ({ year, value, source }))
    const { status } = await fixture.as('admin', 'POST', '/parameters', { ...parameter, name: parameter.key, values })
    expect(status).toBe(200)
  }
})
afterAll(() => fixture.close())

const make = (template: string, name: string, moduleId = fixture.server.one.moduleId): Promise<Reply> =>
  fixture.as('admin', 'POST', `/modules/${moduleId}/tables/from_template`, { template_id: template, name })

/** Of each kind of column: a choice, several choices, parameters, shares with a condition, amounts that may be empty. */
const TRIED = ['stationary_combustion', 'warehousing', 'purchased_goods_euro', 'end_of_life_shares', 'investments_pcaf']

test.each(TRIED)('%s: a row gives the tonnes that were worked out by hand, and counts in the totals', async (name) => {
  const { one } = fixture.server
  const template = BUILT_IN_TEMPLATES.find(({ id }) => id === `builtin:${name}`)!
  const [values, expected] = TEMPLATE_EXAMPLES[template.id]!
  const made = await make(template.id, template.name)
  expect([made.status, made.body.description]).toEqual([200, template.description])
  const rows = `/tables/${made.body.id}/rows?cycle_id=${one.openCycleId}`
  const row = { values: rowOf(template, values) }
  const written = await fixture.as('data_owner', 'POST', rows, { rows: [row] })
  expect(written.body.rejected).toEqual([])
  const [found] = (await fixture.as('viewer', 'GET', rows)).body.data
  expect(found.computed.co2e).toBeCloseTo(expected, 9)
  const totals = await fixture.as('viewer', 'GET', `/cycles/${one.openCycleId}/emissions?table_id=${made.body.id}`)
  expect(totals.body.total.co2e_t).toBeCloseTo(expected, 9)
  expect(totals.body.total.incomplete_rows).toBe(0)
})

test('each can be made, in a year whose factors have no edition of their own as well', async () => {
  for (const { id } of BUILT_IN_TEMPLATES) {
    const { status, body } = await make(id, `All of ${id}`)
    expect([id, status, body.errors]).toEqual([id, 200, undefined])
  }
})

test('a table whose parameters are not there is refused, and what is missing is named', () => {
  const told = tooEarly.body.errors.map(({ path, message }: { path: string; message: string }) => `${path} ${message}`)
  const missing = ['usd_per_eur', 'usd_prices_2022'].map((key) =>
    expect.stringMatching(`^fields.spend_2022.formula .*There is no parameter "${key}"`),
  )
  expect([tooEarly.status, told]).toEqual([422, missing])
})

test('[GOTCHA 17] journeys are asked for the way back: there and back is twice one way, and nothing else is', async () => {
  const { one } = fixture.server
  const made = await make('builtin:business_journeys', 'Journeys by way')
  const values = { code: 'A', site: 'Lyon', month: '2025-03', mode: 'rail', journeys: 3, one_way: 100 }
  await fixture.as('data_owner', 'POST', `/tables/${made.body.id}/rows?cycle_id=${one.openCycleId}`, {
    rows: ['one_way', 'return', null].map((way) => ({ values: { ...values, way } })),
  })
  const rows = await fixture.rows(made.body.id, one.openCycleId)
  expect(rows.map(({ computed }) => computed.distance)).toEqual([300, 600, expect.anything()])
  expect(rows.map(({ computed }) => typeof computed.co2e)).toEqual(['number', 'number', 'object'])
})

test('PCAF: a listed company by its EVIC, another by equity and debt; what is missing of the chosen one is not assumed', async () => {
  const { one } = fixture.server
  const made = await make('builtin:investments_pcaf', 'Financed')
  const values = { code: 'A', site: 'Lyon', month: '2025-12', outstanding: 5, investee_emissions: 1000, score: '2' }
  await fixture.as('data_owner', 'POST', `/tables/${made.body.id}/rows?cycle_id=${one.openCycleId}`, {
    rows: [
      { basis: 'evic', evic: 50 },
      { basis: 'equity_debt', equity: 10, debt: 10 },
      { basis: 'equity_debt', equity: -10, debt: 10 },
      { basis: 'evic', equity: 10, debt: 10 },
    ].map((more) => ({ values: { ...values, figure_source: 'Annual report', ...more } })),
  })
  const rows = await fixture.rows(made.body.id, one.openCycleId)
  expect(rows.map(({ computed }) => computed.attribution)).toEqual([
    0.1,
    0.25,
    0.5,
    { error: expect.objectContaining({ code: 'missing' }) },
  ])
  expect(rows.slice(0, 3).map(({ computed }) => computed.co2e)).toEqual([100, 250, 500])
})

test('a table is made with the names of a language, and the list is told in it; keys and formulas are the same', async () => {
  const { one } = fixture.server
  const path = `/modules/${one.moduleId}/tables/from_template`
  const body = { template_id: 'builtin:hotel_nights', name: 'ليالي', language: 'ar' }
  const { status, body: made } = await fixture.as('admin', 'POST', path, body)
  expect([status, made.description]).toEqual([200, expect.stringContaining('ليالي الفنادق حسب البلد')])
  const { fields } = (await fixture.as('admin', 'GET', `/tables/${made.id}`)).body
  const names = fields.map(({ key, name }: { key: string; name: string }) => [key, name])
  expect(Object.fromEntries(names)).toMatchObject({ country: 'البلد', nights: 'غرف × ليالٍ', co2e: 'الانبعاثات' })
  const list = (await fixture.as('admin', 'GET', '/templates?filter[kind]=table&language=ar')).body.data
  expect(list.find(({ id }: { id: string }) => id === 'builtin:hotel_nights')).toMatchObject({
    name: 'ليالي الفنادق',
    categories: [6],
    method: 'average_data',
    not_twice: expect.stringContaining('الرحلة'),
  })
  expect((await fixture.as('admin', 'GET', '/templates?language=fr')).status).toBe(422)
})

test('sites are those of the project; a year without an edition of its own takes the one before', async () => {
  const { server, elsewhere } = fixture
  await server.database.owner('sites').insert([
    { tenant_id: server.one.tenantId, project_id: elsewhere.projectId, key: 'cairo', name: 'القاهرة', position: 1 },
    { tenant_id: server.one.tenantId, project_id: elsewhere.projectId, key: 'bath', name: 'Bath', position: 0 },
  ])
  const made = await make('builtin:mobile_combustion', 'Vehicles', elsewhere.moduleId)
  const { fields } = (await fixture.as('admin', 'GET', `/tables/${made.body.id}`)).body
  const of = (key: string) => fields.find((field: { key: string }) => field.key === key)
  expect([of('site').type, of('site').options]).toEqual([
    'option',
    [
      { id: 'bath', label: 'Bath' },
      { id: 'cairo', label: 'القاهرة' },
    ],
  ])
  expect(of('fuel').options[0].factors).toEqual({
    '2024': 'desnz24.1_101_1011_8',
    '2025': 'desnz25.1_101_1011_8',
    '2026': 'desnz25.1_101_1011_8',
  })
})
