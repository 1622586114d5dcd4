import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { factorOf } from '#formulas/testing/context.ts'
import { insertFactors } from '#server/testing/insertFactors.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer
const clients: LiveClient[] = []

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
})
afterAll(async () => {
  clients.forEach((client) => client.destroy())
  await server.close()
})

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)
const cyclesPath = (): string => `/projects/${server.one.projectId}/cycles`
const year = (name: string, of: number, more: object = {}) => ({
  name,
  starts_on: `${of}-01-01`,
  ends_on: `${of}-12-31`,
  gwp_set: 'AR6',
  ...more,
})
const create = (body: unknown, person: Person = 'admin') => as(person, 'POST', cyclesPath(), body)
const totalOf = async (cycleId: string): Promise<number | null> =>
  (await as('viewer', 'GET', `/cycles/${cycleId}/emissions`)).body.total.co2e_kg
const codes = (body: { errors: { path: string; code: string }[] }): string[] =>
  body.errors.map(({ path, code }) => `${path} ${code}`).toSorted()

/** A cycle with one row of 1000 kWh of gas: 100 kg of CO2 and 10 kg of fossil CH4 by the factors of 2025, 200 kg of 2024. */
async function cycleWithRow(name: string, of: number): Promise<{ id: string; row: string }> {
  const { body } = await create(year(name, of, { factor_year: 2025 }))
  const rows = [{ values: { site: 'lyon', month: `${of}-01`, quantity: 1000, fuel: 'gas' } }]
  const written = await as('data_owner', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${body.id}`, { rows })
  return { id: body.id, row: written.body.accepted[0].id }
}

test('a financial year begins with the factors of its greater part; the log says by whom, and its sheets are open', async () => {
  const made = await create({ name: ' FY 26/27 ', starts_on: '2026-07-01', ends_on: '2027-06-30', gwp_set: 'AR5' })
  expect(made.body).toMatchObject({
    project_id: server.one.projectId,
    name: 'FY 26/27',
    status: 'open',
    gwp_set: 'AR5',
    factor_year: 2027,
    warnings: [{ path: 'factor_year', code: 'no-factors', message: expect.stringContaining('2024, 2025') }],
  })
  const { id } = made.body
  const weeks = await create({
    ...year('53 weeks', 2023),
    starts_on: '2023-01-29',
    ends_on: '2024-02-03',
    factor_year: 2024,
  })
  expect(weeks.body).toMatchObject({ factor_year: 2024, warnings: [{ code: 'overlap' }] })
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${id}`)
  expect(audit.body.data).toMatchObject([
    { action: 'cycle.create', before: null, after: { name: 'FY 26/27', factor_year: 2027 } },
  ])
  const sheet = await as('moduleOwner', 'GET', `/sheets?table_id=${server.one.tableId}&cycle_id=${id}`)
  expect(sheet.body).toMatchObject({ status: 'open', can_write: true, compute: { gwp_set: 'AR5', factor_year: 2027 } })
  expect((await as('auditor', 'GET', `/cycles/${id}`)).body).toMatchObject({ name: 'FY 26/27', status_change: null })
})

test('everything that is wrong comes at once and names its field; what is odd is a warning, before and after', async () => {
  const broken = await create({ name: ' ', starts_on: '2025-02-30', ends_on: 'soon', gwp_set: 'AR7', colour: 'red' })
  expect([broken.status, codes(broken.body).map((one) => one.split(' ')[0])]).toEqual([
    422,
    ['colour', 'ends_on', 'gwp_set', 'name', 'starts_on'],
  ])
  const taken = await create({ name: 'fy2025', starts_on: '2025-12-31', ends_on: '2025-01-01', gwp_set: 'AR6' })
  expect([taken.status, codes(taken.body)]).toEqual([422, ['ends_on out-of-order', 'name taken']])
  const long = await create(year('Too long', 2025, { ends_on: '2028-01-02' }))
  expect(codes(long.body)).toEqual(['ends_on too-long'])

  const odd = year('Half of it', 2025, { starts_on: '2025-06-01', ends_on: '2025-11-30' })
  const check = await as('admin', 'POST', `${cyclesPath()}/check`, odd)
  expect([check.body.factor_year, check.body.warnings.map(({ code }: { code: string }) => code)]).toEqual([
    2025,
    ['overlap', 'unusual-length'],
  ])
  expect(check.body.warnings[0].message).toContain('FY2025 (2025-01-01 to 2025-12-31)')
  expect((await as('admin', 'GET', cyclesPath())).body.data.map(({ name }: { name: string }) => name)).not.toContain(
    'Half of it',
  )
  const huge = await create(year('x'.repeat(300_000), 2030))
  expect(huge.status).toBe(413)
  expect((await server.request(server.one.people.admin, 'POST', cyclesPath(), '{"name":')).status).toBe(400)
})

test('of two who give the same name at once, one gets it', async () => {
  const replies = await Promise.all(Array.from({ length: 6 }, () => create(year('At once', 2041))))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 422, 422, 422, 422, 422])
})

test('only administrators of the project: 401, 403, 404 for another tenant, on every address', async () => {
  const { one, two } = server
  const { body: made } = await create(year('Not yours', 2042))
  const requests: [string, string, unknown?][] = [
    ['POST', cyclesPath(), year('Mine', 2043)],
    ['POST', `${cyclesPath()}/check`, year('Mine', 2043)],
    ['PATCH', `/cycles/${made.id}`, { name: 'Mine' }],
    ['POST', `/cycles/${made.id}/preview`, { gwp_set: 'AR5' }],
    ['DELETE', `/cycles/${made.id}`],
  ]
  for (const [method, path, body] of requests) {
    const people = [null, one.people.moduleOwner, one.people.data_owner, one.people.auditor, one.people.viewer]
    const replies = await Promise.all(people.map((person) => server.request(person, method, path, body)))
    const foreign = await server.request(two.people.admin, method, path, body)
    expect([method, path, ...replies.map(({ status }) => status), foreign.status]).toEqual([
      method,
      path,
      401,
      403,
      403,
      403,
      403,
      404,
    ])
  }
  for (const path of [`/cycles/${made.id}`, `/cycles/${made.id}/readiness`]) {
    expect((await as('moduleOwner', 'GET', path)).status).toBe(200)
    expect((await server.request(two.people.admin, 'GET', path)).status).toBe(404)
  }
  expect((await as('admin', 'GET', `/cycles/${made.id}`)).body.name).toBe('Not yours')
})

test('another GWP set or factor year: the preview says how totals change, then totals and open sheets follow', async () => {
  const { id, row } = await cycleWithRow('Follows', 2044)
  expect(await totalOf(id)).toBeCloseTo(100 + 10 * 29.8, 9)
  const { one } = server
  const path = `/sheets?table_id=${one.tableId}&cycle_id=${id}`
  const { body: before } = await as('moduleOwner', 'GET', path)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const token = await server.token(one.people.moduleOwner)
  const live = new LiveClient({ url, name: before.parts[0].document, token })
  clients.push(live)
  await expect.poll(() => live.provider.synced).toBe(true)

  const preview = await as('admin', 'POST', `/cycles/${id}/preview`, { gwp_set: 'AR5' })
  expect(preview.body.total).toEqual({
    before_kg: expect.closeTo(398, 9),
    after_kg: expect.closeTo(100 + 10 * 28, 9),
    rows_before: 1,
    rows_after: 1,
  })
  expect(preview.body.tables).toMatchObject([{ table_id: one.tableId, name: 'Fuel' }])
  expect(await totalOf(id)).toBeCloseTo(398, 9)
  const same = await as('admin', 'POST', `/cycles/${id}/preview`, { name: 'Other name', gwp_set: 'AR6' })
  expect(same.body).toEqual({
    warnings: [],
    tables: [],
    total: { before_kg: expect.closeTo(398, 9), after_kg: same.body.total.before_kg, rows_before: 1, rows_after: 1 },
  })
  const none = await as('admin', 'POST', `/cycles/${id}/preview`, { factor_year: 2031 })
  expect(none.body).toMatchObject({
    warnings: [{ code: 'no-factors' }],
    total: { after_kg: null, rows_before: 1, rows_after: 0 },
  })

  const changed = await as('admin', 'PATCH', `/cycles/${id}`, { gwp_set: 'AR5', factor_year: 2024 })
  expect([changed.status, changed.body.gwp_set, changed.body.factor_year]).toEqual([200, 'AR5', 2024])
  expect(await totalOf(id)).toBeCloseTo(200, 9)
  await expect.poll(() => live.messages.filter(({ type }) => type === 'describe').length).toBe(1)
  const { body: after } = await as('moduleOwner', 'GET', path)
  expect(after.compute).toMatchObject({ gwp_set: 'AR5', factor_year: 2024 })
  const quantity = 2 + TEST_FIELDS.findIndex(({ key }) => key === 'quantity')
  live.sheet.set(row, quantity, 2000)
  await expect.poll(() => live.isSaved).toBe(true)
  expect(await totalOf(id)).toBeCloseTo(400, 9)
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${id}&filter[action]=cycle.update`)
  expect(audit.body.data).toMatchObject([{ before: { gwp_set: 'AR6' }, after: { gwp_set: 'AR5' } }])
})

test('a preview tells nobody totals that they may not read', async () => {
  const { id } = await cycleWithRow('Hidden', 2045)
  await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId, key: 'co2e' })
    .update({ readers: ['auditor'], updated_at: new Date() })
  const preview = await as('admin', 'POST', `/cycles/${id}/preview`, { gwp_set: 'AR5' })
  expect(preview.body).toMatchObject({ total: { before_kg: null, after_kg: null, rows_before: 0 }, tables: [] })
  await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId, key: 'co2e' })
    .update({ readers: null, updated_at: new Date() })
})

test('a locked cycle stays as it is, and a cycle with rows is not deleted; an empty one goes, and its name is free', async () => {
  const { one } = server
  for (const [method, path, body] of [
    ['PATCH', `/cycles/${one.lockedCycleId}`, { name: 'Other' }],
    ['DELETE', `/cycles/${one.lockedCycleId}`],
  ] as const) {
    const reply = await as('admin', method, path, body)
    expect([reply.status, reply.body.code]).toEqual([409, 'locked'])
  }
  const { id, row } = await cycleWithRow('Goes', 2046)
  const refused = await as('admin', 'DELETE', `/cycles/${id}`)
  expect([refused.status, refused.body.code, codes(refused.body)]).toEqual([409, 'blocked', [' not-empty']])
  const rowPath = `/tables/${one.tableId}/rows/${row}?cycle_id=${id}`
  expect((await as('data_owner', 'DELETE', rowPath)).status).toBe(204)
  expect((await as('admin', 'DELETE', `/cycles/${id}`)).status).toBe(204)
  const gone = ['', '/emissions', '/readiness'].map((rest) => as('admin', 'GET', `/cycles/${id}${rest}`))
  expect((await Promise.all(gone)).map(({ status }) => status)).toEqual([404, 404, 404])
  expect((await as('data_owner', 'POST', rowPath.replace('?', '/restore?'))).status).toBe(404)
  expect((await create(year('Goes', 2046))).status).toBe(200)
})

test('[GOTCHA 25] a newer edition of a factor is not taken by a locked cycle, and the program cannot write over a published one', async () => {
  const { database, one } = server
  const { id } = await cycleWithRow('Sealed', 2047)
  const sheet = async () => (await as('moduleOwner', 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${id}`)).body
  expect((await as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })).status).toBe(200)
  const sealed = [await totalOf(id), (await sheet()).compute]
  expect(sealed[0]).toBeCloseTo(398, 9)

  await insertFactors(database.owner, [factorOf('gas2025b', 'kWh', { CO2: 9 }, { name: 'gas2025', year: 2025 })])
  const written = { normalised: '{}', published: '{}' }
  await expect(database.db('factors').where({ id: 'gas2025' }).update(written)).rejects.toThrow('permission denied')
  await expect(database.db('gwp_values').update({ gwp: 1 })).rejects.toThrow('permission denied')
  for (const change of [{ factor_year: 2024 }, { gwp_set: 'AR5' }]) {
    expect((await as('admin', 'PATCH', `/cycles/${id}`, change)).body.code).toBe('locked')
  }
  expect([await totalOf(id), (await sheet()).compute]).toEqual(sealed)
})

test('of many who write into a cycle while it is deleted, none is taken after', async () => {
  for (let n = 0; n < 12; n++) {
    const { body } = await create(year(`Race ${n}`, 2050))
    const rows = [{ values: { site: 'lyon', month: '2050-01', quantity: 1, fuel: 'gas' } }]
    const path = `/tables/${server.one.tableId}/rows?cycle_id=${body.id}`
    const writing = Array.from({ length: 4 }, () => as('data_owner', 'POST', path, { rows }))
    const [deleted, ...written] = await Promise.all([as('admin', 'DELETE', `/cycles/${body.id}`), ...writing])
    const taken = written.filter(({ status }) => status === 200).length
    expect([n, deleted.status === 204 ? 0 : 4]).toEqual([n, taken])
  }
})
