import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
let factorField: string

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`

async function addField(body: object): Promise<string> {
  const reply = await call('admin', 'POST', `/tables/${server.one.tableId}/fields`, body)
  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
  return reply.body.id
}

async function write(values: object, id?: string): Promise<string> {
  const reply = await call('admin', 'POST', rowsPath(), { rows: [{ ...(id !== undefined && { id }), values }] })
  expect(reply.body.rejected).toEqual([])
  return reply.body.accepted[0].id
}

const results = async (): Promise<unknown[]> =>
  (await call('viewer', 'GET', rowsPath())).body.data.map(({ computed }: Reply['body']) => computed.emitted)

const targets = (): string => `/tables/${server.one.tableId}/fields/${factorField}/targets`
const lookedUp = async (values: string[]): Promise<Reply['body'][]> =>
  (await call('viewer', 'POST', targets(), { cycle_id: server.one.openCycleId, values })).body.data
const found = async (text: string): Promise<string[]> =>
  (await call('viewer', 'GET', `${targets()}?cycle_id=${server.one.openCycleId}&search=${text}`)).body.data.map(
    ({ id }: { id: string }) => id,
  )

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', GWP.AR6)
  await insertFactors(owner, [
    factorOf('gas-24', 'kWh', { CO2: 0.21 }, { name: 'Gas', year: 2024 }),
    factorOf('gas-25', 'MWh', { CO2: 200, 'CH4-fossil': 0.1 }, { name: 'Gas', year: 2025 }),
    factorOf('gas-litres', 'L', { CO2: 0.002 }, { name: 'Gas', year: 2025 }),
    factorOf('twin-1', 'kWh', { CO2: 0.1 }, { name: 'Twin', year: 2025 }),
    factorOf('twin-2', 'kWh', { CO2: 0.2 }, { name: 'Twin', year: 2025 }),
    factorOf('blend', 'kWh', {}, { name: 'Gas, all', co2eOnlyKg: 1130, outsideScopes: { instead: 'Gas' } }),
    factorOf('margin', 'kWh', { CO2: 0.5 }, { name: 'Gas, non-baseload', avoidedOnly: true }),
  ])
  factorField = await addField({ name: 'Source', type: 'factor', unit: 'kWh' })
  await addField({ name: 'Emitted', type: 'formula', unit: 'kgCO2e', formula: 'quantity * factor(source, "CO2e")' })
})
afterAll(() => server.close())

test('each row is computed with the factor in its cell; one that does not fit says why and stops no other', async () => {
  const first = await write({ note: 'a', quantity: 1000, source: 'gas-24' })
  await write({ note: 'b', quantity: 1000, source: 'gas-25' })
  await write({ note: 'c', quantity: 1000, source: 'gas-litres' })
  await write({ note: 'd', quantity: 1000, source: 'margin' })
  await write({ note: 'e', quantity: 1000 })
  expect(await results()).toEqual([
    expect.closeTo(210, 9),
    expect.closeTo(200 + 0.1 * 29.8, 9),
    { error: { code: 'wrong-unit', message: expect.stringContaining('another kind of unit') } },
    { error: { code: 'not-for-inventories', message: expect.stringContaining('avoided') } },
    { error: { code: 'missing', message: expect.stringContaining('empty') } },
  ])
  await write({ source: 'gas-25' }, first)
  expect((await results())[0]).toBeCloseTo(202.98, 9)
})

test('a browser gets the factors that the cells name, and of others with their names', async () => {
  const sheet = `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
  const { body } = await call('viewer', 'GET', sheet)
  expect(body.cell_factors.map(({ id }: { id: string }) => id).toSorted()).toEqual(['gas-25', 'gas-litres', 'margin'])
  expect(await lookedUp(['gas-24'])).toMatchObject([
    { state: 'here', id: 'gas-24', label: 'Gas 2024', factor: { unit: 'kWh', gasesKg: { CO2: 0.21 } } },
  ])
})

test('only factors per such a unit are offered, the year of the cycle first, and none for avoided emissions', async () => {
  expect(await found('gas')).toEqual(['gas-25', 'gas-24'])
})

test('a name without a year is the factor of the cycle’s year, in the kind of unit of the field', async () => {
  expect(await lookedUp(['Gas', 'gas 2024', 'Gas, non-baseload', 'Twin'])).toMatchObject([
    { state: 'named', id: 'gas-25' },
    { state: 'named', id: 'gas-24' },
    { state: 'unknown' },
    { state: 'several' },
  ])
})

test('a factor that somebody may not read is in no answer to them, and neither is what it gives', async () => {
  const reply = await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${factorField}`, {
    readers: ['admin'],
  })
  expect(reply.status).toBe(200)
  const sheet = `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
  expect((await call('viewer', 'GET', sheet)).body.cell_factors).toBeUndefined()
  expect((await call('admin', 'GET', sheet)).body.cell_factors).toHaveLength(3)
  expect(new Set(await results())).toEqual(new Set([undefined]))
  await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${factorField}`, { readers: null })
})

test('[GOTCHA 12] gases outside the scopes are an error in an open cycle, and what they were reported as in a locked one', async () => {
  const { owner } = server.database
  const row = await write({ note: 'f', quantity: 2, source: 'blend' })
  const last = async (): Promise<unknown> => (await results()).at(-1)
  expect(await last()).toEqual({ error: { code: 'outside-scopes', message: expect.stringContaining('Kyoto') } })
  expect(await found('gas')).toEqual(['gas-25', 'gas-24'])
  const sheet = `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
  const blend = async (): Promise<unknown> =>
    (await call('viewer', 'GET', sheet)).body.cell_factors.find(({ id }: { id: string }) => id === 'blend')
  expect(await blend()).toMatchObject({ outsideScopes: { instead: 'Gas' } })
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'locked', counts_all_gases: true })
  expect(await blend()).toMatchObject({ co2eOnlyKg: 1130 })
  expect(await blend()).not.toHaveProperty('outsideScopes')
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'open', counts_all_gases: false })
  await write({ source: 'gas-25' }, row)
})

test('formulas are tried over REST with ids of factors', async () => {
  const { body } = await call('viewer', 'POST', '/formulas/evaluate', {
    formula: 'used * factor(source, "CO2")',
    unit: 'tCO2',
    fields: [
      { key: 'used', type: 'number', unit: 'MWh' },
      { key: 'source', type: 'factor', unit: 'kWh' },
    ],
    rows: [
      { used: 5, source: 'gas-25' },
      { used: 5, source: 'gas-litres' },
      { used: 5, source: 'none' },
    ],
  })
  expect(body).toMatchObject({
    ok: true,
    values: [1, { error: { code: 'wrong-unit' } }, { error: { code: 'no-factor' } }],
  })
})
