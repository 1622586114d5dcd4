import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

/** Kilograms per kWh, and one that is per litre. */
const FACTORS = [
  factorOf('gas', 'kWh', { CO2: 0.1, 'CH4-fossil': 0.01 }),
  factorOf('gas-2024', 'kWh', { CO2: 0.2 }, { year: 2024 }),
  factorOf('biogas', 'MWh', { CO2: 10 }),
  factorOf('oil', 'L', { CO2: 2.5 }),
]

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', { CO2: 1, 'CH4-fossil': 29.8 })
  await insertGwps(owner, 'AR5', { CO2: 1, CH4: 30 })
  await insertFactors(owner, FACTORS)
  const { tenantId, tableId } = server.one
  const options = [{ id: 'gas', label: 'Gas', factors: { 2025: 'gas', 2024: 'gas-2024' } }]
  const field = { tenant_id: tenantId, table_id: tableId }
  const formula = 'quantity * factor(fuel, "CO2e")'
  await owner('fields').insert([
    {
      ...field,
      key: 'fuel',
      name: 'Fuel',
      ordinal: 20,
      position: 20,
      type: 'option',
      options: JSON.stringify(options),
    },
    {
      ...field,
      key: 'co2e',
      name: 'Emissions',
      ordinal: 21,
      position: 21,
      type: 'formula',
      unit: 'kgCO2e',
      role: 'emissions',
      options: '[]',
      formula,
    },
  ])
  const rows = [
    { site: 'lyon', month: '2025-01', quantity: 1000, fuel: 'gas' },
    { site: 'porto', month: '2025-01', quantity: 500, fuel: 'gas' },
    { site: 'porto', month: '2025-02', fuel: 'gas' },
  ]
  const path = `/tables/${tableId}/rows?cycle_id=${server.one.openCycleId}`
  const written = await as('admin', 'POST', path, { rows: rows.map((values) => ({ values })) })
  expect(written.body.accepted).toHaveLength(3)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const ask = (changes: object, person: Person = 'viewer'): Promise<Reply> =>
  as(person, 'POST', `/cycles/${server.one.openCycleId}/what_if`, changes)
const codes = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
const scale = (multiply: number, more: object = {}): object => ({
  activities: [{ table_id: server.one.tableId, field: 'quantity', multiply, ...more }],
})

/** 0.1 + 0.01 × 29.8 kg per kWh. */
const NOW = 1500 * 0.398

test('nothing thought otherwise is the total as it is, also for rows that have no result', async () => {
  const { body } = await ask({})
  expect(body).toEqual({
    warnings: [],
    total: { before_kg: NOW, after_kg: NOW, rows_before: 2, rows_after: 2 },
    by_scope: [{ scope: 1, before_kg: NOW, after_kg: NOW, rows_before: 2, rows_after: 2 }],
    tables: [],
  })
})

test.each([
  ['another GWP set', { gwp_set: 'AR5' }, 1500 * 0.4],
  ['another factor year', { factor_year: 2024 }, 1500 * 0.2],
  ['another factor, per another unit of the same kind', { factors: [{ factor_id: 'gas', instead_id: 'biogas' }] }, 15],
])('%s', async (_, changes, after) => {
  const { body } = await ask(changes)
  expect(body.total.after_kg).toBeCloseTo(after, 9)
  expect(body.tables).toMatchObject([{ table_id: server.one.tableId, name: 'Fuel', scope: 1, rows_after: 2 }])
})

test('amounts of one site, of all, and of none; what is not known stays unknown', async () => {
  expect((await ask(scale(0.5, { site: 'porto' }))).body.total.after_kg).toBeCloseTo(1250 * 0.398, 9)
  expect((await ask(scale(2))).body.total).toMatchObject({ after_kg: NOW * 2, rows_after: 2 })
  expect((await ask(scale(0))).body.total).toMatchObject({ after_kg: 0, rows_after: 2 })
})

test('nothing of it is real', async () => {
  await ask({ gwp_set: 'AR5', ...scale(7) })
  const { body } = await as('viewer', 'GET', `/cycles/${server.one.openCycleId}/emissions`)
  expect(body.total.co2e_kg).toBeCloseTo(NOW, 9)
  expect(body.gwp_set).toBe('AR6')
})

test('everything that cannot be thought so is said at once', async () => {
  const wrong = await ask({
    factors: [
      { factor_id: 'gas', instead_id: 'oil' },
      { factor_id: 'gas', instead_id: 'nothing' },
    ],
    activities: [
      { table_id: server.one.tableId, field: 'note', multiply: 1 },
      { table_id: server.one.tableId, field: 'nowhere', multiply: 1 },
      { table_id: server.two.tableId, field: 'quantity', multiply: 1 },
    ],
  })
  expect([wrong.status, codes(wrong)]).toEqual([
    422,
    [
      'factors[0].instead_id wrong-unit',
      'factors[1].instead_id not-found',
      'factors[1].factor_id twice',
      'activities[0].field wrong-type',
      'activities[1].field not-found',
      'activities[2].table_id not-found',
    ],
  ])
  expect((await ask(scale(-1))).status).toBe(422)
})

test('who may not read a column neither finds nor moves it, and another company finds no cycle', async () => {
  const choices = (person: Person): Promise<Reply> => as(person, 'GET', `/cycles/${server.one.openCycleId}/what_if`)
  const keys = ({ body }: Reply): string[] => body.activities.map(({ field }: { field: string }) => field)
  expect(keys(await choices('viewer'))).toEqual(['quantity'])
  expect(keys(await choices('auditor'))).toEqual(['quantity', 'price'])
  const change = { activities: [{ table_id: server.one.tableId, field: 'price', multiply: 2 }] }
  expect(codes(await ask(change))).toEqual(['activities[0].field not-found'])
  expect((await ask(change, 'auditor')).status).toBe(200)
  const path = `/cycles/${server.one.openCycleId}/what_if`
  expect((await server.request(server.two.people.admin, 'POST', path, {})).status).toBe(404)
  expect((await server.request(server.two.people.admin, 'GET', path)).status).toBe(404)
})

test('the factors that rows use can be replaced, not those of choices that nobody made', async () => {
  const { body } = await as('viewer', 'GET', `/cycles/${server.one.openCycleId}/what_if`)
  expect(body.factors).toEqual([
    { id: 'gas', name: 'gas', publisher: 'Test', edition: '1', year: 2025, geography: 'GLOBAL', unit: 'kWh' },
  ])
  expect(body.sites).toEqual([
    { id: 'lyon', name: 'LYON' },
    { id: 'porto', name: 'PORTO' },
  ])
})

test('what was thought is kept for those who may read it, and changed by who kept it or an administrator', async () => {
  const path = `/cycles/${server.one.openCycleId}/scenarios`
  const names = async (person: Person): Promise<string[]> =>
    (await as(person, 'GET', path)).body.data.map(({ name }: { name: string }) => name)
  const changes = { gwp_set: 'AR5', ...scale(0.9) }
  const made = await as('viewer', 'POST', path, { name: 'Nine tenths', changes })
  expect(made.body).toMatchObject({ name: 'Nine tenths', can_change: true, changes: { gwp_set: 'AR5', factors: [] } })
  expect(codes(await as('admin', 'POST', path, { name: 'NINE tenths', changes }))).toEqual(['name taken'])
  const hidden = { activities: [{ table_id: server.one.tableId, field: 'price', multiply: 2 }] }
  const own = (await as('auditor', 'POST', path, { name: 'Dearer', changes: hidden })).body
  expect([await names('viewer'), await names('auditor')]).toEqual([['Nine tenths'], ['Dearer', 'Nine tenths']])
  const rename = (person: Person, id: string): Promise<Reply> =>
    as(person, 'PATCH', `/scenarios/${id}`, { name: 'Ninety percent' })
  expect((await rename('viewer', own.id)).status).toBe(404)
  expect((await rename('auditor', made.body.id)).status).toBe(403)
  expect((await rename('admin', made.body.id)).body).toMatchObject({
    name: 'Ninety percent',
    changes: { gwp_set: 'AR5' },
  })
  expect((await as('viewer', 'DELETE', `/scenarios/${made.body.id}`)).status).toBe(204)
  expect((await as('admin', 'DELETE', `/scenarios/${own.id}`)).status).toBe(204)
  expect(await names('auditor')).toEqual([])
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${made.body.id}`)
  expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
    'scenario.delete',
    'scenario.change',
    'scenario.create',
  ])
})
