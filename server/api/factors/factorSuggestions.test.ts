/** Which factor is suggested, over REST: the reason, what was refused, and by whose rights. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
let field: string

const call = (who: Who | null, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(who === null ? null : server.one.people[who], method, path, body)
const ask = (query: string, who: Who | null = 'viewer'): Promise<Reply> =>
  call(who, 'GET', `/factors/suggestions?${query}`)
const rowsOf = (questions: unknown, who: Who | null = 'viewer', id = field): Promise<Reply> =>
  call(who, 'POST', `/tables/${server.one.tableId}/fields/${id}/suggestions`, {
    cycle_id: server.one.openCycleId,
    questions,
  })
const told = ({ chosen, refused }: FactorSuggestion) => [
  chosen?.factor.id ?? null,
  refused.map(({ id, refusal }) => `${id} ${refusal}`),
]

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', GWP.AR6)
  const power = (id: string, year: number, geography: string) =>
    factorOf(id, 'kWh', { CO2: 0.2, 'CH4-fossil': 0.00001 }, { name: 'Electricity', year, geography })
  await insertFactors(owner, [
    power('fr24', 2024, 'FR'),
    power('fr25', 2025, 'France'),
    power('fr26', 2026, 'FR'),
    power('gb25', 2025, 'GB'),
    power('world20', 2020, 'GLOBAL'),
    factorOf('litres', 'L', { CO2: 2 }, { name: 'Electricity', year: 2025, geography: 'FR' }),
  ])
  await owner('factors').update({ scope: 1 })
  const fields = `/tables/${server.one.tableId}/fields`
  field = (await call('admin', 'POST', fields, { name: 'Source', type: 'factor', unit: 'kWh' })).body.id
  const sites = [{ site: 'lyon', country: 'FR', subdivision: null, grid_region: null }]
  expect((await call('admin', 'PATCH', `/projects/${server.one.projectId}/site_places`, { sites })).status).toBe(200)
})
afterAll(() => server.close())

test('the factor of the place and the year, with the reason and everything that was refused', async () => {
  const { status, body } = await ask('activity=electricity&unit=MWh&country=FR&starts_on=2024-07-01&ends_on=2025-06-30')
  expect(status).toBe(200)
  expect(told(body)).toEqual([
    'fr25',
    ['fr24 older-year', 'fr26 later-year', 'litres other-unit', 'world20 wider-place', 'gb25 other-place'],
  ])
  expect(body).toMatchObject({
    activity: 'electricity',
    place: { country: 'FR', subdivision: null, grid_region: null },
    factor_year: 2025,
    chosen: { place: { level: 'country', code: 'FR' }, rule: 'same-year', cautions: [] },
    refused_count: 5,
  })
  expect(body.chosen.factor.co2e_kg).toBeCloseTo(0.2 + 0.00001 * 29.8, 12)
})

test('without a factor for the country the wider place is taken, and said; without any there is none', async () => {
  const german = (await ask('activity=electricity&unit=kWh&country=DE&factor_year=2025')).body
  expect(german.chosen).toMatchObject({
    factor: { id: 'world20' },
    place: { level: 'world' },
    rule: 'newest-before',
    cautions: ['wider-place', 'older-data'],
  })
  const early = (await ask('activity=electricity&unit=kWh&country=DE&factor_year=2019')).body
  expect([early.chosen, early.refused[0]]).toMatchObject([null, { id: 'world20', refusal: 'later-year' }])
  expect((await ask('activity=unobtainium&factor_year=2025')).body).toMatchObject({
    chosen: null,
    refused: [],
    refused_count: 0,
  })
})

test('everything wrong is told: no year, a period that ends before it begins, places that are none', async () => {
  const codes = ({ status, body }: Reply) => [status, body.errors.map(({ path }: { path: string }) => path)]
  expect(codes(await ask('activity=electricity'))).toEqual([422, ['factor_year']])
  expect(codes(await ask('activity=electricity&starts_on=2025-02-01&ends_on=2025-01-01'))).toEqual([422, ['ends_on']])
  expect(codes(await ask('activity=x&factor_year=2025&country=UK&grid_region=RFCW'))).toEqual([
    422,
    ['country', 'grid_region'],
  ])
  expect((await ask('activity=electricity&factor_year=2025', null)).status).toBe(401)
})

test('rows of a factor field are asked for by activity and site; the basis is that of the cycle', async () => {
  const { body } = await rowsOf([
    { activity: 'Electricity', site: 'lyon' },
    { activity: 'electricity', site: 'porto' },
    { activity: 'electricity', site: null },
  ])
  expect(body.data.map((one: FactorSuggestion) => [one.place.country, one.factor_year, one.chosen?.factor.id])).toEqual(
    [
      ['FR', 2025, 'fr25'],
      [null, 2025, 'world20'],
      [null, 2025, 'world20'],
    ],
  )
  expect(body.data[1].chosen.cautions).toEqual(['no-place', 'older-data'])
})

test('who may not read the site learns nothing of where it is; who may not read the field, nothing at all', async () => {
  const { owner } = server.database
  const site = () => owner('fields').where({ tenant_id: server.one.tenantId, role: 'site' })
  await site().update({ readers: ['auditor'] })
  const question = [{ activity: 'electricity', site: 'lyon' }]
  const [hidden, shown] = [await rowsOf(question, 'viewer'), await rowsOf(question, 'auditor')]
  expect([hidden, shown].map(({ body }) => body.data[0].place.country)).toEqual([null, 'FR'])
  await site().update({ readers: null })
  await owner('fields')
    .where({ id: field })
    .update({ readers: ['auditor'] })
  expect((await rowsOf(question, 'viewer')).status).toBe(404)
  await owner('fields').where({ id: field }).update({ readers: null })
  const foreign = await server.request(
    server.two.people.admin,
    'POST',
    `/tables/${server.one.tableId}/fields/${field}/suggestions`,
    { cycle_id: server.one.openCycleId, questions: question },
  )
  expect(foreign.status).toBe(404)
  expect((await rowsOf(question, null)).status).toBe(401)
})

test('a custom factor is chosen once it is approved, of the own company only', async () => {
  const body = {
    name: 'Electricity of our supplier',
    unit: 'kWh',
    gases: { CO2: 0.05 },
    geography: 'FR',
    data_year: 2025,
    publisher: 'Supplier',
    title: 'Supplier statement',
    url: 'https://supplier.example/statement.pdf',
    justification: 'Contract',
  }
  const made = await call('data_owner', 'POST', '/factors', body)
  const query = 'activity=electricity&unit=kWh&country=FR&factor_year=2025&publisher=supplier'
  expect((await ask(query)).body.refused).toContainEqual(
    expect.objectContaining({ id: made.body.id, refusal: 'not-approved' }),
  )
  await call('data_owner', 'POST', `/factors/${made.body.id}/status`, { status: 'submitted', reason: '' })
  const approved = await call('admin', 'POST', `/factors/${made.body.id}/status`, { status: 'approved', reason: '' })
  expect(approved.status, JSON.stringify(approved.body)).toBe(200)
  expect((await ask(query)).body.chosen.factor.id).toBe(made.body.id)
  const foreign = await server.request(server.two.people.viewer, 'GET', `/factors/suggestions?${query}`)
  expect(JSON.stringify(foreign.body)).not.toContain(made.body.id)
})
