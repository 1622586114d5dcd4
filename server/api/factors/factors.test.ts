import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const ids = async (query: string): Promise<string[]> =>
  (await call('viewer', 'GET', `/factors?${query}`)).body.data.map(({ id }: { id: string }) => id)
const facets = async (query = ''): Promise<Reply['body']> =>
  (await call('viewer', 'GET', `/factors/facets?${query}`)).body
const detail = async (who: Who, id: string): Promise<Reply['body']> => (await call(who, 'GET', `/factors/${id}`)).body

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR5', GWP.AR5)
  await insertGwps(owner, 'AR6', GWP.AR6)
  const fuel = (id: string, name: string, unit: string, year: number) =>
    factorOf(id, unit, { CO2: 2.5 }, { name, year, geography: 'GB' })
  await insertFactors(owner, [
    fuel('desnz24.1_1_8', 'Liquid fuels / Diesel (average biofuel blend)', 'L', 2024),
    fuel('desnz25.1_1_8', 'Liquid fuels / Diesel (average biofuel blend)', 'L', 2025),
    fuel('desnz25.1_1_15', 'Liquid fuels / Diesel (average biofuel blend)', 't', 2025),
    fuel('desnz26.1_2_4', 'Cars / Small car / Diesel', 'vkm', 2026),
    fuel('epa25.t2.biodiesel', 'Biodiesel (100%)', 'L', 2025),
    factorOf('epa25.t6.camx', 'MWh', { CO2: 198 }, { name: 'California', geography: 'US-CAMX' }),
    factorOf('egrid23.camx', 'MWh', { CO2: 194 }, { name: 'California rev2', geography: 'US-CAMX' }),
    factorOf(
      'epa25.t6.camx.margin',
      'MWh',
      { CO2: 469 },
      { name: 'California', geography: 'US-CAMX', avoidedOnly: true },
    ),
    factorOf('waste', 't', {}, { name: 'Waste', co2eOnlyKg: 400, co2eOnlyGwp: 'AR4' }),
  ])
  await owner('factors')
    .where({ id: 'epa25.t6.camx' })
    .update({ published: { supersededBy: 'egrid23.camx' } })
  await owner('factors')
    .where({ id: 'epa25.t6.camx.margin' })
    .update({ published: { use: 'avoided-emissions only' } })
  await owner('factors').where('id', 'like', '%camx%').update({ scope: 2 })
})
afterAll(() => server.close())

test('“diesel” gives the fuel of the year first, in the unit that is asked for', async () => {
  expect(await ids('search=diesel%20litres&near_year=2025')).toEqual([
    'desnz25.1_1_8',
    'desnz24.1_1_8',
    'epa25.t2.biodiesel',
  ])
  expect(await ids('search=diesel&near_year=2024&limit=2')).toEqual(['desnz24.1_1_8', 'desnz26.1_2_4'])
  expect(await ids('search=diesel&sort=name&limit=1')).toEqual(['epa25.t2.biodiesel'])
})

test('a name is found whatever characters it has, and only where its word ends', async () => {
  const { owner } = server.database
  await insertFactors(owner, [
    factorOf('coke', 't', { CO2: 3 }, { name: 'Petroleum (100%) [a.b] \\\\ coke' }),
    factorOf('petrol', 'L', { CO2: 2 }, { name: 'Fuels / Petrol and more words' }),
  ])
  expect(await ids('search=petrol')).toEqual(['petrol', 'coke'])
  expect(await ids(`search=${encodeURIComponent('(100%) [a.b] \\\\')}`)).toEqual(['coke'])
  await owner('factors').whereIn('id', ['coke', 'petrol']).delete()
})

test('pages of the best matches go on where the last one ended', async () => {
  const all = await ids('search=diesel&near_year=2025')
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Reply = await call('viewer', 'GET', `/factors?search=diesel&near_year=2025&limit=2${cursor}`)
    paged.push(...page.body.data.map(({ id }: { id: string }) => id))
    cursor = page.body.next_cursor === null ? null : `&cursor=${page.body.next_cursor}`
  }
  expect(paged).toEqual(all)
  expect(all).toHaveLength(5)
})

test('[GOTCHA 1] [GOTCHA 2] what was corrected, and what is not for inventories, comes after what is for them', async () => {
  expect(await ids('search=california')).toEqual(['egrid23.camx', 'epa25.t6.camx', 'epa25.t6.camx.margin'])
})

test('choices say how many factors they would leave, and several of a kind add', async () => {
  const { found, all, geographies, bases, scopes, factor_sets: sets } = await facets('search=diesel')
  expect({ found, all, geographies, bases, scopes }).toEqual({
    found: 5,
    all: 9,
    geographies: [{ geography: 'GB', count: 5 }],
    bases: [{ basis: 'gases', count: 5 }],
    scopes: [],
  })
  expect(sets).toMatchObject([{ id: 'bundled', count: 5 }])
  expect(await facets('filter[basis]=AR4')).toMatchObject({
    found: 1,
    bases: [
      { basis: 'gases', count: 8 },
      { basis: 'AR4', count: 1 },
    ],
    geographies: [{ geography: 'GLOBAL', count: 1 }],
  })
  expect((await ids('filter[basis]=AR4,gases')).length).toBe(9)
  expect(await ids('filter[geography]=US-CAMX&filter[scope]=2,3')).toHaveLength(3)
  const wrong = await call('viewer', 'GET', '/factors/facets?filter[basis]=AR9&filter[scope]=4,x')
  expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'filter[scope][0]',
    'filter[scope][1]',
    'filter[basis][0]',
  ])
})

test('a factor stands beside its other editions, and what was corrected beside its correction', async () => {
  const editions = async (id: string): Promise<string[]> =>
    (await detail('viewer', id)).editions.map((edition: { id: string }) => edition.id)
  expect(await editions('desnz25.1_1_8')).toEqual(['desnz24.1_1_8', 'desnz25.1_1_8'])
  expect(await editions('epa25.t6.camx')).toEqual(['epa25.t6.camx', 'egrid23.camx'])
  expect(await editions('egrid23.camx')).toEqual(['epa25.t6.camx', 'egrid23.camx'])
  expect(await detail('viewer', 'epa25.t6.camx')).toMatchObject({ superseded_by: 'egrid23.camx', use: null })
  expect(await detail('viewer', 'epa25.t6.camx.margin')).toMatchObject({ use: 'avoided-emissions only' })
})

test('a factor tells the sheets whose cells stand for it, to those who may read the cells', async () => {
  const { tableId, openCycleId } = server.one
  const field = { name: 'Source', type: 'factor', unit: 'L' }
  const { id } = (await call('admin', 'POST', `/tables/${tableId}/fields`, field)).body
  await server.database.owner('fields').insert({
    tenant_id: server.one.tenantId,
    table_id: tableId,
    key: 'fuel',
    name: 'Fuel',
    type: 'option',
    ordinal: 40,
    position: 40,
    options: JSON.stringify([{ id: 'diesel', label: 'Diesel', factors: { 2025: 'desnz25.1_1_8', 2024: 'waste' } }]),
  })
  const rows = [{ fuel: 'diesel' }, { source: 'desnz25.1_1_8' }, { source: 'epa25.t2.biodiesel' }, { note: 'none' }]
  const written = await call('admin', 'POST', `/tables/${tableId}/rows?cycle_id=${openCycleId}`, {
    rows: rows.map((values) => ({ values })),
  })
  expect(written.body.rejected).toEqual([])
  await call('viewer', 'GET', `/tables/${tableId}/rows?cycle_id=${openCycleId}`)
  const use = { table_id: tableId, table: 'Fuel', cycle_id: openCycleId, cycle: 'FY2025' }
  expect((await detail('viewer', 'desnz25.1_1_8')).uses).toEqual([{ ...use, rows: 2 }])
  expect((await detail('viewer', 'waste')).uses).toEqual([])
  await call('admin', 'PATCH', `/tables/${tableId}/fields/${id}`, { readers: ['admin'] })
  expect((await detail('viewer', 'desnz25.1_1_8')).uses).toEqual([{ ...use, rows: 1 }])
  expect((await detail('viewer', 'epa25.t2.biodiesel')).uses).toEqual([])
  expect((await detail('admin', 'epa25.t2.biodiesel')).uses).toEqual([{ ...use, rows: 1 }])
  const foreign = await server.request(server.two.people.admin, 'GET', '/factors/desnz25.1_1_8')
  expect(foreign.body.uses).toEqual([])
})

test('a factor is shown in CO2e of the GWP set that is asked for, gas by gas', async () => {
  const gas = factorOf('gas', 'kWh', { CO2: 0.18, 'CH4-fossil': 0.001, N2O: 0.0001 }, { name: 'Gas' })
  await insertFactors(server.database.owner, [gas])
  const { co2e_kg: total, gases } = await detail('viewer', 'gas?gwp_set=AR5')
  expect(total).toBeCloseTo(0.18 + 0.001 * 28 + 0.0001 * 265, 12)
  expect(gases).toEqual([
    { gas: 'CO2', kg: 0.18, co2e_kg: 0.18 },
    { gas: 'CH4-fossil', kg: 0.001, co2e_kg: 0.028 },
    { gas: 'N2O', kg: 0.0001, co2e_kg: expect.closeTo(0.0265, 12) },
  ])
  expect((await detail('viewer', 'gas')).co2e_kg).toBeCloseTo(0.18 + 0.001 * 29.8 + 0.0001 * 273, 12)
  const [waste] = (await call('viewer', 'GET', '/factors?search=waste')).body.data
  expect(waste.co2e_kg).toBe(400)
})
