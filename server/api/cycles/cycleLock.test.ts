import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CycleBlocker } from '#shared/api/cycles.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)
const lock = (id: string) => as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })
const openMatters = async (person: Person, id: string): Promise<string[]> =>
  ((await as(person, 'GET', `/cycles/${id}/readiness`)).body.data as CycleBlocker[]).map(
    ({ kind, name, count }) => `${kind} ${name} ${count}`,
  )

let cycles = 0
async function newCycle(): Promise<string> {
  const year = 2050 + cycles++
  const body = {
    name: `C${year}`,
    starts_on: `${year}-01-01`,
    ends_on: `${year}-12-31`,
    gwp_set: 'AR6',
    factor_year: 2025,
  }
  return (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
}

async function write(cycleId: string, values: object, { tableId = server.one.tableId, id = '' } = {}): Promise<string> {
  const rows = [{ ...(id !== '' && { id }), values }]
  const { body } = await as('admin', 'POST', `/tables/${tableId}/rows?cycle_id=${cycleId}`, { rows })
  return body.accepted[0].id
}

const COMPLETE = { site: 'lyon', month: '2025-01', quantity: 1, fuel: 'gas' }

test('what is incomplete or breaks a rule blocks the lock, with everything to do at once; put right, it locks', async () => {
  const id = await newCycle()
  await write(id, COMPLETE)
  const gap = await write(id, { ...COMPLETE, quantity: null })
  await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId, key: 'quantity' })
    .update({ rules: '{"max": 1000}', updated_at: new Date() })
  const wrong = await write(id, { ...COMPLETE, quantity: 5000 })
  const other = await write(id, { site: 'lyon' }, { tableId: server.one.otherTableId })

  expect(await openMatters('admin', id)).toEqual(['incomplete Fuel 1', 'errors Fuel 1', 'incomplete Leaks 1'])
  const refused = await lock(id)
  expect([refused.status, refused.body.code]).toEqual([409, 'blocked'])
  expect(refused.body.errors).toEqual([
    { path: 'status', code: 'incomplete', message: expect.stringContaining('Stationary combustion, Fuel: 1 rows') },
    { path: 'status', code: 'errors', message: expect.stringContaining('Stationary combustion, Fuel: 1 rows') },
    { path: 'status', code: 'incomplete', message: expect.stringContaining('Refrigerants, Leaks: 1 rows') },
  ])
  expect((await as('data_owner', 'GET', `/cycles/${id}`)).body.status).toBe('open')
  expect((await as('admin', 'POST', `/cycles/${id}/status`, { status: 'in_review' })).status).toBe(200)

  await write(id, { quantity: 5 }, { id: gap })
  await write(id, { quantity: 6 }, { id: wrong })
  await as('data_owner', 'DELETE', `/tables/${server.one.otherTableId}/rows/${other}?cycle_id=${id}`)
  expect(await openMatters('admin', id)).toEqual([])
  expect((await lock(id)).body.status).toBe('locked')
  const { body } = await as('auditor', 'GET', `/cycles/${id}`)
  expect(body.status_change).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    by: { id: expect.any(String), name: `Person ${server.one.people.admin}` },
  })
})

test('a conflict that nobody has settled blocks the lock until somebody has chosen', async () => {
  const id = await newCycle()
  const row = await write(id, { ...COMPLETE, note: 'kept' })
  const { owner } = server.database
  const document = await owner('documents').where({ cycle_id: id, table_id: server.one.tableId }).first('id')
  const { id: person } = await owner('users').where({ email: server.one.people.admin }).first('id')
  const place = { tenant_id: server.one.tenantId, table_id: server.one.tableId, cycle_id: id, document_id: document.id }
  const note = { seq: 1, row_id: row, ordinal: 5, kept: '"kept"', kept_by: person, lost: '"lost"', lost_by: person }
  await owner('cell_conflicts').insert({ ...place, ...note })
  expect(await openMatters('viewer', id)).toEqual(['conflicts Fuel 1'])
  expect((await lock(id)).body.errors).toMatchObject([{ code: 'conflicts' }])

  await write(id, { note: 'chosen' }, { id: row })
  expect((await lock(id)).status).toBe(200)
})

test('whoever may not read a result is told that there is something, and no more; others hear of nothing', async () => {
  const id = await newCycle()
  await write(id, { site: 'lyon' })
  const { owner } = server.database
  const result = owner('fields').where({ table_id: server.one.tableId, key: 'co2e' })
  await result.clone().update({ readers: ['auditor'], updated_at: new Date() })

  expect(await openMatters('auditor', id)).toEqual(['incomplete Fuel 1'])
  expect(await openMatters('admin', id)).toEqual(['hidden null null'])
  expect(await openMatters('viewer', id)).toEqual([])
  expect((await lock(id)).body.errors).toMatchObject([{ code: 'hidden' }])
  await result.clone().update({ readers: null, updated_at: new Date() })
  const own = await newCycle()
  await write(own, { site: 'lyon' }, { tableId: server.one.otherTableId })
  expect(await openMatters('moduleOwner', own)).toEqual([])
  expect(await openMatters('data_owner', own)).toEqual(['incomplete Leaks 1'])
})

test('a row that becomes incomplete while the cycle is being locked: one of both is refused, in 15 of 15 races', async () => {
  const seen = new Set<string>()
  for (let race = 0; race < 15; race++) {
    const id = await newCycle()
    const row = await write(id, COMPLETE)
    const path = `/tables/${server.one.tableId}/rows?cycle_id=${id}`
    const emptied = { rows: [{ id: row, values: { quantity: null } }] }
    const pause = new Promise((resolve) => setTimeout(resolve, race % 8))
    const [written, locked] = await Promise.all([pause.then(() => as('data_owner', 'POST', path, emptied)), lock(id)])
    const isLocked = locked.status === 200
    expect([race, written.status, locked.status]).toEqual([race, isLocked ? 409 : 200, isLocked ? 200 : 409])
    seen.add(`${written.status}`)
    expect((await openMatters('admin', id)).length).toBe(isLocked ? 0 : 1)
  }
  expect(seen.size).toBeGreaterThan(0)
})

test('what is neither counted nor declared is told, confirmed by name and kept with the seal; it blocks nothing', async () => {
  const id = await newCycle()
  const year = (await as('admin', 'GET', `/cycles/${id}`)).body.starts_on.slice(0, 4)
  for (const month of ['01', '02', '04']) {
    await write(id, { ...COMPLETE, note: 'M1', month: `${year}-${month}` })
  }
  const every = Array.from({ length: 15 }, (_, index) => index + 1)
  const told = async (person: Person) => (await as(person, 'GET', `/cycles/${id}/readiness`)).body.unaccounted
  const before = await told('admin')
  expect(before.missing_rows).toBe(1)
  expect(before.s3_categories).toEqual(expect.arrayContaining([2, 14, 15]))
  expect(every).toEqual(expect.arrayContaining(before.s3_categories))
  const source = { scope: 3, s3_category: 14, declaration: { state: 'not_applicable', reason: 'No franchises' } }
  await as('admin', 'PATCH', `/cycles/${id}/declarations`, { sources: [source] })
  const now = { ...before, s3_categories: before.s3_categories.filter((category: number) => category !== 14) }
  expect(await told('viewer')).toEqual(now)

  const confirm = (confirms: object, status = 'locked') =>
    as('admin', 'POST', `/cycles/${id}/status`, { status, confirms })
  const early = await confirm(now, 'in_review')
  expect([early.status, early.body.errors[0].path]).toEqual([422, 'confirms'])
  const stale = await confirm(before)
  expect([stale.status, stale.body.errors]).toMatchObject([409, [{ path: 'confirms', code: 'changed-meanwhile' }]])
  expect((await as('admin', 'GET', `/cycles/${id}`)).body.status).toBe('open')
  expect((await confirm(now)).status).toBe(200)
  const { body } = await as('admin', 'GET', `/cycles/${id}/runs`)
  expect(body.data[0].seal.unaccounted).toEqual({ ...now, is_confirmed: true })
  expect((await as('admin', 'POST', `/cycles/${id}/verification`)).body).toMatchObject({ equal: true })

  const other = await newCycle()
  expect((await lock(other)).status).toBe(200)
  const unconfirmed = (await as('admin', 'GET', `/cycles/${other}/runs`)).body.data[0].seal.unaccounted
  expect(unconfirmed).toMatchObject({ s3_categories: expect.arrayContaining([2]), is_confirmed: false })
})
