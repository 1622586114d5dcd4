import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const row = (month: string, note: string) => ({
    values: {
      site: 'lyon',
      month,
      quantity: 7,
      fuel: 'gas',
      note,
      checked_by: 'Ana',
      read_on: '2025-02-01',
      price: 31_337,
    },
  })
  await as('admin', 'POST', path, { rows: [row('2025-11', 'M1'), row('2025-12', 'M1')] })
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)

let cycles = 0
async function newCycle(startsOn = '2026-04-01', endsOn = '2027-03-31'): Promise<string> {
  const body = { name: `Takes over ${cycles++}`, starts_on: startsOn, ends_on: endsOn, gwp_set: 'AR6' }
  return (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
}
const carry = (id: string, person: Person = 'admin', from = server.one.openCycleId) =>
  as(person, 'POST', `/cycles/${id}/carry_over`, { from })
const rowsOf = async (cycleId: string) =>
  (await as('admin', 'GET', `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`)).body.data

test('sources come over with their choices, months later and under the same ids, without amounts; once', async () => {
  const { one } = server
  const id = await newCycle()
  expect((await carry(id)).body.tables).toEqual([
    { table_id: one.tableId, name: 'Fuel', rows: 2, reason: null },
    { table_id: one.otherTableId, name: 'Leaks', rows: 0, reason: null },
  ])
  const [before, after] = [await rowsOf(one.openCycleId), await rowsOf(id)]
  expect(after.map(({ id: row }: { id: string }) => row)).toEqual(before.map(({ id: row }: { id: string }) => row))
  expect(after.map(({ values }: { values: object }) => values)).toMatchObject(
    ['2027-02', '2027-03'].map((month) => ({
      site: 'lyon',
      month,
      fuel: 'gas',
      note: 'M1',
      checked_by: 'Ana',
      quantity: null,
      price: null,
      read_on: null,
    })),
  )
  expect((await carry(id)).body.tables[0]).toMatchObject({ rows: 0, reason: 'not-empty' })
  const { body } = await as('viewer', 'GET', `/cycles/${id}/comparison?with=${one.openCycleId}`)
  expect(body.rows).toEqual({ matched: 2, added: 0, removed: 0 })
})

test('what the administrator may not read stays behind, and what they may not write is not written', async () => {
  const field = (key: string) => server.database.owner('fields').where({ table_id: server.one.tableId, key })
  await field('checked_by').update({ readers: ['auditor'], writers: ['auditor'], updated_at: new Date() })
  await field('note').update({ writers: ['auditor'], updated_at: new Date() })
  const id = await newCycle()
  expect((await carry(id)).body.tables[0].rows).toBe(2)
  await rowsOf(id)
  const values = await server.database.owner('rows').where({ cycle_id: id }).pluck('values')
  expect(values).toHaveLength(2)
  expect(JSON.stringify(values)).not.toMatch(/Ana|M1|31337/)
  await field('checked_by').update({ readers: null, writers: ['auditor', 'admin'], updated_at: new Date() })
  await field('note').update({ writers: null, updated_at: new Date() })
})

test('401, 403, 404 for another tenant, 409 into a locked cycle, 422 from itself; more than can be sent at once is told', async () => {
  const { one, two, request, database } = server
  const id = await newCycle()
  const people: Person[] = ['moduleOwner', 'data_owner', 'auditor', 'viewer']
  const replies = await Promise.all(people.map((person) => carry(id, person)))
  const body = { from: one.openCycleId }
  const others = await Promise.all([
    request(null, 'POST', `/cycles/${id}/carry_over`, body),
    request(two.people.admin, 'POST', `/cycles/${id}/carry_over`, body),
    carry(id, 'admin', two.openCycleId),
    carry(one.lockedCycleId),
    carry(id, 'admin', id),
    as('admin', 'POST', `/cycles/${id}/carry_over`, { from: 'x', rows: 1 }),
  ])
  expect([...replies, ...others].map(({ status }) => status)).toEqual([
    403, 403, 403, 403, 401, 404, 404, 409, 422, 422,
  ])
  expect(await rowsOf(id)).toEqual([])

  await database.owner.raw(
    `INSERT INTO rows (tenant_id, table_id, cycle_id, row_id, order_key, values, incomplete, errors, deleted, seq)
     SELECT ?, ?, ?, 'many' || n, 'z' || n, '{}', false, 0, false, 0 FROM generate_series(1, 5001) n`,
    [one.tenantId, one.otherTableId, one.openCycleId],
  )
  expect((await carry(id)).body.tables[1]).toMatchObject({ rows: 0, reason: 'too-many' })
})
