import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ParameterReply } from '#shared/api/parameters.ts'
import { insertCountingTable, insertTestFactors } from '#server/api/cycles/testing/countingTable.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const codes = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).toSorted()

let made = 0
const density = (more: object = {}): Record<string, unknown> => ({
  name: `Density ${++made}`,
  kind: 'density',
  unit: 'kg/L',
  values: [{ year: 2024, value: 0.84, source: 'Data sheet 2024, page 2' }],
  ...more,
})

async function keep(body: object): Promise<ParameterReply> {
  const reply = await as('admin', 'POST', '/parameters', body)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}

const setValue = (id: string, value: number, year = 2024): Promise<Reply> =>
  as('admin', 'POST', `/parameters/${id}/values`, { year, value, source: 'Laboratory' })

/** A cycle of 2025 with one row of 1,000 kWh, and a field that multiplies it by the parameter. */
async function cycleOf(key: string): Promise<{ id: string; field: string; computed: () => Promise<unknown> }> {
  const body = { name: `Cycle ${++made}`, starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6' }
  const id: string = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
  const { tableId } = server.one
  const formula = `convert(quantity, "L") * parameter("${key}")`
  const plain = { name: `Mass ${made}`, type: 'formula', unit: 'kg', formula: `parameter("${key}") * volume_of` }
  const volume = { name: 'Volume of', type: 'number', unit: 'L' }
  await as('admin', 'POST', `/tables/${tableId}/fields`, volume)
  const field = await as('admin', 'POST', `/tables/${tableId}/fields`, plain)
  expect(field.status, `${formula} ${JSON.stringify(field.body)}`).toBe(200)
  const rows = [{ values: { site: 'lyon', month: '2025-01', quantity: 1000, fuel: 'gas', volume_of: 1000 } }]
  await as('admin', 'POST', `/tables/${tableId}/rows?cycle_id=${id}`, { rows })
  const computed = async (): Promise<unknown> =>
    (await as('viewer', 'GET', `/tables/${tableId}/rows?cycle_id=${id}`)).body.data[0].computed[field.body.key]
  return { id, field: field.body.id, computed }
}

test('a parameter is kept with its source, found by everybody of the company, and by nobody else', async () => {
  const { id, key } = await keep(density({ name: 'Dichte von Diesel', unit: ' kg/L ' }))
  expect(key).toBe('dichte_von_diesel')
  for (const person of ['viewer', 'moduleOwner', 'auditor'] as const) {
    expect((await as(person, 'GET', `/parameters/${id}`)).body).toMatchObject({
      name: 'Dichte von Diesel',
      unit: 'kg/L',
      formulas: 0,
      values: [{ year: 2024, value: 0.84, source: 'Data sheet 2024, page 2', made_by: { name: expect.any(String) } }],
    })
  }
  const foreign = await server.request(server.two.people.admin, 'GET', `/parameters/${id}`)
  const list = await server.request(server.two.people.admin, 'GET', '/parameters')
  expect([foreign.status, list.body.data]).toEqual([404, []])
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${id}`)
  expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
    'parameter.value',
    'parameter.create',
  ])
})

test('only administrators and data owners of the whole company keep parameters', async () => {
  const { id } = await keep(density())
  for (const person of ['viewer', 'auditor', 'moduleOwner'] as const) {
    expect((await as(person, 'POST', '/parameters', density())).status, person).toBe(403)
    expect((await as(person, 'PATCH', `/parameters/${id}`, { name: 'Mine' })).status, person).toBe(403)
    expect((await as(person, 'DELETE', `/parameters/${id}/values/2024`)).status, person).toBe(403)
    const value = { year: 2024, value: 1, source: 'Me' }
    expect((await as(person, 'POST', `/parameters/${id}/values`, value)).status, person).toBe(403)
  }
})

test('everything that is wrong with one comes at once', async () => {
  const first = await keep(density())
  const reply = await as('admin', 'POST', '/parameters', {
    ...density({ name: first.name.toUpperCase(), key: first.key, unit: 'gal' }),
    values: [2023, 2023].map((year) => ({ year, value: 1, source: 'Here' })),
  })
  expect([reply.status, codes(reply)]).toEqual([
    422,
    ['key taken', 'name taken', 'unit wrong-unit', 'values[1].year twice'],
  ])
  const values = [{ year: 1066, value: -1, source: ' ' }]
  const bad = await as('admin', 'POST', '/parameters', density({ kind: 'luck', key: '1', values }))
  expect(codes(bad).map((one) => one.split(' ')[0])).toEqual([
    'key',
    'kind',
    'values[0].source',
    'values[0].value',
    'values[0].year',
  ])
})

test('[PAR1] a formula computes with it, and follows a new value; a locked cycle keeps the one it was locked with', async () => {
  const { id, key } = await keep(density())
  const locked = await cycleOf(key)
  expect(await locked.computed()).toBe(840)
  expect((await as('admin', 'GET', `/parameters/${id}`)).body.formulas).toBe(1)
  expect((await as('admin', 'POST', `/cycles/${locked.id}/status`, { status: 'locked' })).status).toBe(200)
  const open = await cycleOf(key)
  expect((await setValue(id, 0.85)).body.values).toMatchObject([{ value: 0.85 }])
  await until(async () => (await open.computed()) === 850, 'the open cycle to follow')
  expect(await locked.computed()).toBe(840)
  const { body: sheet } = await as('viewer', 'GET', `/sheets?table_id=${server.one.tableId}&cycle_id=${locked.id}`)
  const own = sheet.compute.parameters.find((one: { key: string }) => one.key === key)
  expect(own.values).toEqual([{ year: 2024, value: 0.84, source: 'Data sheet 2024, page 2' }])
})

test('a formula may name a parameter that came after the newest cycle was locked', async () => {
  const body = { name: 'FY2031', starts_on: '2031-01-01', ends_on: '2031-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const { id } = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body
  expect((await as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })).status).toBe(200)
  const { key } = await keep(density())
  const open = await cycleOf(key)
  expect(await open.computed()).toBe(840)
})

test('[PAR2] without a value the cell says so, and nothing is zero; a named parameter cannot be deleted', async () => {
  const { id, key } = await keep(density())
  const cycle = await cycleOf(key)
  expect((await as('admin', 'DELETE', `/parameters/${id}/values/2024`)).body.values).toEqual([])
  await until(async () => (await cycle.computed()) !== 840, 'the value to be gone')
  expect(await cycle.computed()).toMatchObject({ error: { code: 'no-parameter' } })
  expect((await as('admin', 'DELETE', `/parameters/${id}/values/2024`)).status).toBe(404)
  const refused = await as('admin', 'DELETE', `/parameters/${id}`)
  expect([refused.status, codes(refused)]).toEqual([409, [' in-use']])
  await as('admin', 'DELETE', `/tables/${server.one.tableId}/fields/${cycle.field}`)
  expect((await as('admin', 'DELETE', `/parameters/${id}`)).status).toBe(204)
  expect((await as('admin', 'GET', `/parameters/${id}`)).status).toBe(404)
  await keep(density({ key }))
})

test('a formula that names what there is not is refused when it is saved, with what there is', async () => {
  const { key } = await keep(density())
  const body = { name: 'Lost', type: 'formula', unit: 'kg', formula: 'parameter("lost") * quantity' }
  const reply = await as('admin', 'POST', `/tables/${server.one.tableId}/fields`, body)
  expect(codes(reply)).toEqual(['formula no-parameter'])
  expect(reply.body.errors[0].message).toContain(`${key} (kg/L)`)
})

test('[PAR3] formulas are checked with the parameters of the company, or with those that are sent', async () => {
  const { key, name } = await keep(density())
  const fields = [{ key: 'volume', type: 'number', unit: 'L' }]
  const formula = 'convert(volume, "kg")'
  const own = await as('viewer', 'POST', '/formulas/check', { formula, fields })
  expect(own.body.problems[0].message).toContain(`* parameter("${key}") (${name}, kg/L)`)
  const parameters = [{ key: 'd', kind: 'density', unit: 'kg/L', values: [{ year: 2020, value: 0.5 }] }]
  const rows = [{ volume: 10 }, {}]
  const sent = { formula: 'volume * parameter("d")', fields, rows, parameters }
  expect((await as('viewer', 'POST', '/formulas/evaluate', sent)).body).toEqual({
    ok: true,
    type: 'number',
    unit: 'kg',
    values: [5, { error: { code: 'missing', message: expect.any(String) } }],
  })
})

test('a new name is a name of its own; formulas go on by the key', async () => {
  const [one, other] = [await keep(density()), await keep(density())]
  expect(codes(await as('admin', 'PATCH', `/parameters/${one.id}`, { name: other.name }))).toEqual(['name taken'])
  const renamed = await as('admin', 'PATCH', `/parameters/${one.id}`, { name: 'Petrol, density' })
  expect(renamed.body).toMatchObject({ name: 'Petrol, density', key: one.key })
})

test('published heating values are offered in units of ours', async () => {
  const { owner } = server.database
  const place = { factor_set_id: (await owner('factor_sets').first('id')).id, geography: 'US', year: 2025 }
  const rest = { table_name: 'Table 1', row_ref: 'C5', search_text: '', unusable_reason: 'test' }
  const factor = (id: string, published: object): object => ({ id, name: id, ...place, ...rest, published })
  await owner('factors').insert([
    factor('No 2 oil', { hhv: { v: 0.138, u: 'mmBtu/US gallon' } }),
    factor('Gas oil', { ncv: { v: 43, u: 'TJ/Gg (= MJ/kg)' } }),
    factor('Old oil', { ncv: { v: 44, u: 'TJ/Gg (= MJ/kg)' }, supersededBy: 'Gas oil' }),
    factor('Odd oil', { ncv: { v: 43, u: 'MJ per cup' } }),
  ])
  const { body } = await as('viewer', 'GET', '/parameters/published?search=oil')
  expect(body.data).toMatchObject([
    { name: 'Gas oil, lower heating value', unit: 'MJ(LHV)/kg', value: 43, year: 2025, kind: 'heating_value' },
    { name: 'No 2 oil, higher heating value', unit: 'mmBtu(HHV)/gal(US)', value: 0.138 },
  ])
  expect(body.data[0].source).toContain('Table 1, C5')
})
