/** Which part of each site belongs to the company: totals, lock, cycles that follow, and who may change it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from '../cycles/testing/countingTable.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

const as = (person: Person | null, method: string, path: string, body?: unknown) =>
  server.request(person === null ? null : server.one.people[person], method, path, body)

/** Kilograms of CO2e per kWh of gas by AR6. */
const GAS = 0.1 + 0.01 * 29.8
const VENTURE = { ownership_pct: 40, financial_control: false, operational_control: true }
const HALF = { ownership_pct: 50, financial_control: true, operational_control: true }

const choose = (consolidation: string | null, person: Person = 'admin') =>
  as(person, 'PATCH', `/projects/${server.one.projectId}/consolidation`, { consolidation })
const state = (sites: unknown, cycleId = server.one.openCycleId, person: Person = 'admin') =>
  as(person, 'PATCH', `/cycles/${cycleId}/boundary`, { sites })
const read = async (cycleId = server.one.openCycleId, person: Person = 'admin') =>
  (await as(person, 'GET', `/cycles/${cycleId}/boundary`)).body
const totals = async (cycleId = server.one.openCycleId, query = '') =>
  (await as('viewer', 'GET', `/cycles/${cycleId}/emissions${query}`)).body

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
  await write(server.one.openCycleId, '2025')
})
afterAll(() => server.close())

/** Lyon 1000 kWh, Porto 500 kWh of gas, and 100 kWh of wood there, of which the CO2 counts here as any other. */
async function write(cycleId: string, year: string): Promise<void> {
  const row = (site: string, quantity: number, fuel: string) => ({
    values: { site, month: `${year}-01`, quantity, fuel, price: 7, checked_by: 'Ada' },
  })
  const rows = [row('lyon', 1000, 'gas'), row('porto', 500, 'gas'), row('porto', 100, 'wood')]
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
  expect((await as('admin', 'POST', path, { rows })).body.rejected).toEqual([])
}

const LYON = 1000 * GAS
const PORTO = 500 * GAS + 100 * 0.05

test('without an approach everything counts whole, whatever is stated of sites', async () => {
  expect((await state([{ site: 'porto', control: VENTURE }])).body).toMatchObject({ consolidation: null })
  expect(await totals()).toMatchObject({
    consolidation: null,
    not_stated: [],
    total: { co2e_kg: expect.closeTo(LYON + PORTO, 9), rows: 3 },
  })
})

test('by equity share every figure of the totals takes the ownership; what is not stated counts whole and is named', async () => {
  expect((await choose('equity_share')).body).toEqual({ consolidation: 'equity_share' })
  const [all, ofPorto] = [await totals(), await totals(undefined, '?site=porto')]
  const counted = LYON + PORTO * 0.4
  expect(all).toMatchObject({
    consolidation: 'equity_share',
    not_stated: [{ site: 'lyon', name: 'LYON' }],
    total: { co2e_kg: expect.closeTo(counted, 9), rows: 3 },
    by_site: [
      { site: 'lyon', share: 1, co2e_kg: expect.closeTo(LYON, 9) },
      { site: 'porto', share: 0.4, co2e_kg: expect.closeTo(PORTO * 0.4, 9) },
    ],
  })
  for (const groups of [all.by_scope, all.by_module, all.by_table, all.by_month, all.by_gas]) {
    const sum = groups.reduce((kg: number, group: { co2e_kg: number | null }) => kg + (group.co2e_kg ?? 0), 0)
    expect(sum).toBeCloseTo(counted, 9)
  }
  expect(all.by_gas.find(({ gas }: { gas: string }) => gas === 'CH4').co2e_kg).toBeCloseTo(
    (1000 + 500 * 0.4) * 0.298,
    9,
  )
  expect(ofPorto.total.co2e_kg).toBeCloseTo(PORTO * 0.4, 9)
})

test('the rows behind a number stay as they are, with the part that counts', async () => {
  const { body } = await as('viewer', 'GET', `/cycles/${server.one.openCycleId}/emissions/rows`)
  expect(body.data.map((row: { site: string; share: number }) => [row.site, row.share])).toEqual([
    ['lyon', 1],
    ['porto', 0.4],
    ['porto', 0.4],
  ])
  expect(body.amount_kg).toBeCloseTo(LYON + PORTO, 9)
  expect(body.counted_kg).toBeCloseTo((await totals()).total.co2e_kg, 9)
})

test('control is all or nothing; ESRS shows what is only operated apart from the group, whatever the approach is', async () => {
  await choose('financial_control')
  expect((await totals()).total.co2e_kg).toBeCloseTo(LYON, 9)
  const told = await read()
  expect(told.sites).toEqual([
    {
      site: 'lyon',
      name: 'LYON',
      control: null,
      share: 1,
      co2e_kg: expect.closeTo(LYON, 9),
      counted_kg: expect.closeTo(LYON, 9),
    },
    { site: 'porto', name: 'PORTO', control: VENTURE, share: 0, co2e_kg: expect.closeTo(PORTO, 9), counted_kg: 0 },
  ])
  expect(told.esrs.map(({ group, co2e_kg: kg }: { group: string; co2e_kg: number | null }) => [group, kg])).toEqual([
    ['group', expect.closeTo(LYON, 9)],
    ['operational_control', expect.closeTo(PORTO, 9)],
    ['neither', null],
  ])
  await choose('operational_control')
  expect((await totals()).total.co2e_kg).toBeCloseTo(LYON + PORTO, 9)
})

test('a preview says what would change and writes nothing', async () => {
  const path = `/cycles/${server.one.openCycleId}/boundary/preview`
  const body = { consolidation: 'equity_share', sites: [{ site: 'lyon', control: HALF }] }
  const told = (await as('admin', 'POST', path, body)).body
  expect(told).toMatchObject({
    before_kg: expect.closeTo(LYON + PORTO, 9),
    after_kg: expect.closeTo(LYON / 2 + PORTO * 0.4, 9),
    sites: [
      { site: 'lyon', before_share: 1, after_share: 0.5, after_kg: expect.closeTo(LYON / 2, 9) },
      { site: 'porto', before_share: 1, after_share: 0.4, before_kg: expect.closeTo(PORTO, 9) },
    ],
  })
  expect(await read()).toMatchObject({ consolidation: 'operational_control', sites: [{ control: null }, {}] })
  expect((await as('auditor', 'POST', path, body)).status).toBe(403)
})

test('everything wrong is told at once, by its place', async () => {
  const unknown = await state([
    { site: 'atlantis', control: HALF },
    { site: 'lyon', control: HALF },
    { site: 'lyon', control: null },
  ])
  const codes = ({ errors }: { errors: { path: string; code: string }[] }) =>
    errors.map(({ path, code }) => [path, code])
  expect([unknown.status, codes(unknown.body)]).toEqual([
    422,
    [
      ['sites[0].site', 'not-found'],
      ['sites[2].site', 'twice'],
    ],
  ])
  const large = await state([{ site: 'lyon', control: { ...HALF, ownership_pct: 133 } }])
  expect([large.status, codes(large.body)]).toEqual([422, [['sites[0].control.ownership_pct', 'too-big']]])
  expect((await choose('control')).status).toBe(422)
})

test('administrators of the project change it, each change once in the log; others read it', async () => {
  for (const person of ['data_owner', 'auditor', 'viewer'] as const) {
    expect((await state([{ site: 'lyon', control: HALF }], undefined, person)).status).toBe(403)
    expect((await choose(null, person)).status).toBe(403)
    expect((await read(undefined, person)).consolidation).toBe('operational_control')
  }
  expect((await as(null, 'GET', `/cycles/${server.one.openCycleId}/boundary`)).status).toBe(401)
  expect((await as('admin', 'GET', `/cycles/${server.two.openCycleId}/boundary`)).status).toBe(404)
  expect(
    (await as('admin', 'PATCH', `/projects/${server.two.projectId}/consolidation`, { consolidation: null })).status,
  ).toBe(404)
  await state([{ site: 'lyon', control: HALF }])
  await state([{ site: 'lyon', control: HALF }])
  const { body } = await as('admin', 'GET', '/audit_log?limit=200')
  const logged = body.data.filter(({ action }: { action: string }) => action === 'cycle.boundary')
  expect(logged.map(({ before, after }: { before: object; after: object }) => [before, after])).toEqual([
    [{ lyon: null }, { lyon: HALF }],
    [{ porto: null }, { porto: VENTURE }],
  ])
})

test('a new cycle begins with what was stated in the one before; a locked one keeps its approach and refuses', async () => {
  await choose('equity_share')
  const period = (year: number) => ({ starts_on: `${year}-01-01`, ends_on: `${year}-12-31`, factor_year: 2025 })
  const begin = async (year: number): Promise<string> =>
    (
      await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, {
        name: `B${year}`,
        gwp_set: 'AR6',
        ...period(year),
      })
    ).body.id
  const first = await begin(2031)
  await write(first, '2031')
  await state([{ site: 'porto', control: VENTURE }], first)
  await state([{ site: 'lyon', control: HALF }], first)
  const second = await begin(2032)
  expect((await read(second)).sites.map(({ control }: { control: object }) => control)).toEqual([HALF, VENTURE])

  expect((await as('admin', 'POST', `/cycles/${first}/status`, { status: 'locked' })).status).toBe(200)
  const counted = (await totals(first)).total.co2e_kg
  expect(counted).toBeCloseTo(LYON / 2 + PORTO * 0.4, 9)
  const run = await server.database.owner('runs').where({ cycle_id: first }).first()
  expect(run.co2e_kg).toBeCloseTo(counted, 9) // what was sealed is what counts
  await choose(null)
  expect((await totals(first)).total.co2e_kg).toBe(counted)
  expect((await read(first)).consolidation).toBe('equity_share')
  expect((await read(second)).consolidation).toBe(null)
  const refused = await state([{ site: 'lyon', control: null }], first)
  expect([refused.status, refused.body.code]).toEqual([409, 'locked'])

  const { id: restated } = (
    await as('admin', 'POST', `/cycles/${first}/restate`, {
      cause: 'structure',
      reason: 'Sold half of Lyon',
      details: '',
    })
  ).body
  expect((await read(restated)).sites.map(({ control }: { control: object }) => control)).toEqual([HALF, VENTURE])
  await choose('equity_share')
  await state([{ site: 'lyon', control: { ...HALF, ownership_pct: 25 } }], restated)
  const told = (await as('viewer', 'GET', `/cycles/${restated}/comparison?with=${first}`)).body
  expect(told.total).toMatchObject({
    before_kg: expect.closeTo(counted, 9),
    after_kg: expect.closeTo(counted - LYON / 4, 9),
    effects: { activity_kg: 0, boundary_kg: expect.closeTo(-LYON / 4, 9) },
  })
  expect(told.bridge).toEqual([{ cause: 'structure', kg: expect.closeTo(-LYON / 4, 9) }])
})
