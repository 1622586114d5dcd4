import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveAll } from '#server/proof/proveAll.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  const row = (month: string, note: string) => ({
    values: { site: 'lyon', month, quantity: 7, note, read_on: '2025-02-01', price: 31_337 },
  })
  const rows = [row('2025-11', 'M1'), row('2025-12', 'M2'), row('2025-12', 'M3')]
  await as('admin', 'POST', rowsPath(server.one.openCycleId), { rows })
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const rowsPath = (cycleId: string): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`

let cycles = 0
async function newCycle(): Promise<string> {
  const body = { name: `Goes on ${cycles++}`, starts_on: '2026-01-01', ends_on: '2026-12-31', gwp_set: 'AR6' }
  return (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
}
const carry = (to: string, person: Person = 'admin', rest = '', from = server.one.openCycleId): Promise<Reply> =>
  as(person, 'POST', `/modules/${server.one.moduleId}/carry_over${rest}`, { from, to })
const notesOf = async (cycleId: string): Promise<string[]> =>
  (await as('admin', 'GET', rowsPath(cycleId))).body.data.map(({ values }: { values: { note: string } }) => values.note)

test('rows that the other cycle does not have come over without amounts, as the preview said; what is there stays', async () => {
  const { one } = server
  const to = await newCycle()
  const told = { table_id: one.tableId, name: 'Fuel', rows: 3, there: 0, reason: null }
  expect((await carry(to, 'admin', '/preview')).body.tables).toMatchObject([told])
  expect(await notesOf(to)).toEqual([])
  const { body } = await carry(to, 'moduleOwner')
  expect(body.tables).toEqual([{ ...told, fields: ['site', 'month', 'note'] }])
  const { data } = (await as('admin', 'GET', rowsPath(to))).body
  expect(data.map(({ values }: { values: object }) => values)).toMatchObject(
    ['2026-11', '2026-12', '2026-12'].map((month) => ({ site: 'lyon', month, quantity: null, price: null })),
  )

  // one is changed, one is taken out, and the old cycle gets another one
  await as('admin', 'POST', rowsPath(to), { rows: [{ id: data[0].id, values: { note: 'changed here' } }] })
  await as('admin', 'DELETE', `/tables/${one.tableId}/rows/${data[1].id}?cycle_id=${to}`)
  const more = { values: { site: 'porto', month: '2025-01', note: 'M4' } }
  await as('admin', 'POST', rowsPath(one.openCycleId), { rows: [more] })
  expect((await carry(to, 'admin', '/preview')).body.tables[0]).toMatchObject({ rows: 1, there: 3 })
  expect((await carry(to)).body.tables[0]).toMatchObject({ rows: 1, there: 3, reason: null })
  expect((await notesOf(to)).sort()).toEqual(['M3', 'M4', 'changed here'])
  expect((await carry(to)).body.tables[0]).toMatchObject({ rows: 0, there: 4, reason: null })
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('what a person may not read stays behind, and what they may not write is not written', async () => {
  const field = (key: string) => server.database.owner('fields').where({ table_id: server.one.tableId, key })
  await field('note').update({ readers: ['auditor'], writers: ['auditor'], updated_at: new Date() })
  const to = await newCycle()
  expect((await carry(to, 'admin')).body.tables[0].fields).toEqual(['site', 'month', 'checked_by'])
  await as('admin', 'GET', rowsPath(to))
  const values = await server.database.owner('rows').where({ cycle_id: to }).pluck('values')
  expect(values).toHaveLength(4)
  expect(JSON.stringify(values)).not.toMatch(/M1|31337/)
  await field('note').update({ readers: null, writers: null, updated_at: new Date() })
  const empty = await newCycle()
  for (const person of ['auditor', 'viewer'] as const) {
    expect((await carry(empty, person)).body.tables[0]).toMatchObject({ rows: 0, reason: 'cannot-write' })
  }
  expect(await notesOf(empty)).toEqual([])
})

test('401, 404 for another tenant and its cycles, 409 into a locked cycle, 422 with every problem', async () => {
  const { one, two, request } = server
  const to = await newCycle()
  const body = { from: one.openCycleId, to }
  const path = `/modules/${one.moduleId}/carry_over`
  for (const rest of ['', '/preview']) {
    const replies = await Promise.all([
      request(null, 'POST', `${path}${rest}`, body),
      request(two.people.admin, 'POST', `${path}${rest}`, body),
      as('admin', 'POST', `/modules/${two.moduleId}/carry_over${rest}`, body),
      carry(two.openCycleId, 'admin', rest),
      carry(to, 'admin', rest, two.openCycleId),
      carry(one.lockedCycleId, 'admin', rest),
      carry(one.openCycleId, 'admin', rest),
      as('admin', 'POST', `${path}${rest}`, { from: 'x', to: 1, rows: 1 }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([401, 404, 404, 404, 404, 409, 422, 422])
    expect(
      replies
        .at(-1)!
        .body.errors.map((error: { path: string }) => error.path)
        .sort(),
    ).toEqual(['from', 'rows', 'to'])
  }
  expect(await notesOf(to)).toEqual([])
})
