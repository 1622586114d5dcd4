import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeclarationsReply } from '#shared/api/declarations.ts'
import { insertCountingTable, insertTestFactors } from '#server/api/cycles/testing/countingTable.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertTestFactors(owner)
  await insertCountingTable(owner, server.one)
  await owner('modules').where({ id: server.one.moduleId }).update({ scope: 3, s3_category: 6 })
  const rows = [{ values: { site: 'lyon', month: '2025-01', quantity: 1000, fuel: 'gas' } }]
  await as('admin', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`, { rows })
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const pathOf = (cycleId = server.one.openCycleId): string => `/cycles/${cycleId}/declarations`
const read = async (person: Person = 'viewer', cycleId?: string): Promise<DeclarationsReply> =>
  (await as(person, 'GET', pathOf(cycleId))).body
const declare = (sources: object[], person: Person = 'admin', cycleId?: string): Promise<Reply> =>
  as(person, 'PATCH', pathOf(cycleId), { sources })
const category = (number: number, state: string | null, more: object = {}): object => ({
  scope: 3,
  s3_category: number,
  declaration: state === null ? null : { state, reason: `Because of ${number}`, ...more },
})
const stateOf = ({ categories }: DeclarationsReply, number: number): string =>
  categories.find(({ s3_category: one }) => one === number)!.state
const codes = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

test('a category is counted, declared with its reason, or unknown, and never silently zero', async () => {
  await declare([
    category(8, 'not_applicable'),
    category(10, 'excluded', { estimated_percent: 2.5 }),
    category(14, 'zero'),
  ])
  const told = await read()
  expect(told.categories).toHaveLength(15)
  expect([6, 8, 10, 14, 1].map((number) => stateOf(told, number))).toEqual([
    'counted',
    'not_applicable',
    'excluded',
    'zero',
    'unknown',
  ])
  expect(told.categories[5]).toMatchObject({ co2e_kg: expect.closeTo(398, 9), declaration: null })
  expect(told.categories[9]).toMatchObject({
    co2e_kg: null,
    declaration: { state: 'excluded', reason: 'Because of 10', estimated_percent: 2.5 },
  })
  await declare([category(14, null)])
  expect(stateOf(await read(), 14)).toBe('unknown')
})

test('what is declared and has amounts all the same is told as a contradiction, and counts', async () => {
  const { body } = await declare([category(6, 'zero')])
  expect(body.categories[5]).toMatchObject({ state: 'counted', is_contradicted: true })
  const again = await declare([category(6, null)])
  expect(again.body.categories[5]).toMatchObject({ state: 'counted', is_contradicted: false })
})

test('sources within a scope are declared by name, and everything that is wrong is said at once', async () => {
  const reason = { state: 'excluded', reason: 'Four of them, below 1 kg each' }
  const made = await declare([{ scope: 1, name: 'Fridges of offices', declaration: reason }])
  expect(made.body.sources).toEqual([
    {
      scope: 1,
      s3_category: null,
      name: 'Fridges of offices',
      declaration: { ...reason, estimated_percent: null },
    },
  ])
  const wrong = await declare([
    { scope: 1, s3_category: 4, name: 'Lorries', declaration: reason },
    { scope: 2, declaration: reason },
    { scope: 3, s3_category: 2, declaration: { state: 'zero', reason: 'None', estimated_percent: 1 } },
    { scope: 3, s3_category: 2, declaration: reason },
  ])
  expect([wrong.status, codes(wrong)]).toEqual([
    422,
    [
      'sources[0].s3_category not-used',
      'sources[1].name required',
      'sources[2].declaration.estimated_percent not-used',
      'sources[3].name twice',
    ],
  ])
  const empty = await declare([{ scope: 1, name: 'X', declaration: { state: 'excluded', reason: ' ' } }])
  expect(codes(empty)).toEqual(['sources[0].declaration.reason too-small'])
  await declare([{ scope: 1, name: 'Fridges of offices', declaration: null }])
  expect((await read()).sources).toEqual([])
})

test('administrators declare, others read; a locked cycle keeps what it says; another company sees nothing', async () => {
  for (const person of ['data_owner', 'auditor', 'viewer', 'moduleOwner'] as const) {
    expect((await declare([category(2, 'zero')], person)).status, person).toBe(403)
    expect((await as(person, 'GET', pathOf())).status, person).toBe(200)
  }
  expect((await declare([category(2, 'zero')], 'admin', server.one.lockedCycleId)).status).toBe(409)
  expect((await server.request(server.two.people.admin, 'GET', pathOf())).status).toBe(404)
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${server.one.openCycleId}`)
  expect(audit.body.data.map(({ action }: { action: string }) => action)).toContain('cycle.declarations')
})

test('who may not read all of scope 3 is not told that a category is unknown', async () => {
  const { owner } = server.database
  await owner('fields')
    .where({ table_id: server.one.tableId, key: 'co2e' })
    .update({ readers: ['admin'], updated_at: owner.fn.now() })
  const told = await read('viewer')
  expect([stateOf(told, 6), told.categories[5]!.co2e_kg, stateOf(told, 1)]).toEqual(['hidden', null, 'hidden'])
  expect(stateOf(await read('admin'), 6)).toBe('counted')
  await owner('fields')
    .where({ table_id: server.one.tableId, key: 'co2e' })
    .update({ readers: null, updated_at: owner.fn.now() })
})

test('the next cycle begins with what was left out, and asks for zeros anew; a restated one has them all', async () => {
  await declare([category(8, 'not_applicable'), category(14, 'zero')])
  const year = { name: 'FY2026', starts_on: '2026-01-01', ends_on: '2026-12-31', gwp_set: 'AR6' }
  const next = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, year)).body
  const told = await read('viewer', next.id)
  expect([stateOf(told, 8), stateOf(told, 14)]).toEqual(['not_applicable', 'unknown'])
})
