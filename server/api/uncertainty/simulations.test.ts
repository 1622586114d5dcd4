import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulationReply } from '#shared/api/simulations.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { SimulationThread } from '#server/uncertainty/SimulationThread.ts'
import { insertAssessedTable, insertFuels } from './testing/assessedTable.ts'

let server: TestServer
let field: Record<string, string>
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertFuels(server.database.owner)
  field = await insertAssessedTable(server.database.owner, server.one)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const said = ({ status, body }: Reply): unknown =>
  status === 422
    ? body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
    : [status, body.code]

let made = 0
async function newCycle(rows: readonly object[]): Promise<string> {
  const body = { name: `Cycle ${++made}`, starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6' }
  const { id } = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body
  await write(id, rows)
  return id
}
async function write(cycleId: string, rows: readonly object[]): Promise<void> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
  const sent = rows.map((values) => ({ values: { month: '2025-01', site: 'lyon', fuel: 'gas', ...values } }))
  expect(await as('admin', 'POST', path, { rows: sent })).toMatchObject({ status: 200 })
}
async function assessTable(percent: number | null, columns: object = {}): Promise<void> {
  const none = { range: null, technology: null, time: null, geography: null, completeness: null, reliability: null }
  const body = { columns: { ...none, ...columns }, range_percent: percent, scores: {}, reason: 'For a test' }
  expect(await as('admin', 'PATCH', `/tables/${server.one.tableId}/quality`, body)).toMatchObject({ status: 204 })
}
const simulate = (cycleId: string, body: object, person: Person = 'auditor'): Promise<Reply> =>
  as(person, 'POST', `/cycles/${cycleId}/simulations`, body)
const kept = async (cycleId: string, person: Person = 'auditor'): Promise<SimulationReply[]> =>
  (await as(person, 'GET', `/cycles/${cycleId}/simulations`)).body.data

test('is kept with seed, draws and the hash of its inputs; asked for again it is the same one', async () => {
  await assessTable(20)
  const id = await newCycle([{ quantity: 100 }, { quantity: 50 }])
  const first = await simulate(id, { seed: 7 })
  expect(first).toMatchObject({
    status: 200,
    body: { seed: 7, draws: 10_000, quantities: 2, is_current: true, co2e_kg: 300, not_assessed_kg: 0 },
  })
  const { low_kg, median_kg, mean_kg, high_kg, histogram, made_by } = first.body
  const half = Math.hypot(40, 20)
  const near = (value: number, expected: number): void => expect(Math.abs(value / expected - 1)).toBeLessThan(0.01)
  near(low_kg, 300 - half)
  near(median_kg, 300)
  near(mean_kg, 300)
  near(high_kg, 300 + half)
  expect(histogram.counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(10_000)
  expect(made_by).toBe(`Person ${server.one.people.auditor}`)
  expect((await simulate(id, { seed: 7 }, 'viewer')).body).toEqual(first.body)
  expect((await simulate(id, { seed: 8 })).body.high_kg).not.toBe(high_kg)
  expect((await kept(id)).map(({ seed }) => seed)).toEqual([8, 7])
  const { owner } = server.database
  await owner('simulations').where({ id: first.body.id }).delete()
  const again = await simulate(id, { seed: 7 })
  expect(again.body).toEqual({ ...first.body, id: again.body.id, made_at: again.body.made_at })
})

test('sent twice at once, it is one', async () => {
  await assessTable(20)
  const id = await newCycle([{ quantity: 100 }])
  const both = await Promise.all([simulate(id, { seed: 1 }), simulate(id, { seed: 1 })])
  expect(both[0].body).toEqual(both[1].body)
  expect(await kept(id)).toHaveLength(1)
})

test('after an edit it is one of before; what is not assessed is drawn as it is, and said', async () => {
  await assessTable(null, { range: field['range'] })
  const id = await newCycle([{ quantity: 100, range: 10 }])
  await simulate(id, { seed: 1 })
  await write(id, [{ quantity: 25 }])
  expect(await kept(id)).toMatchObject([{ seed: 1, is_current: false }])
  expect((await simulate(id, { seed: 1 })).body).toMatchObject({ co2e_kg: 250, not_assessed_kg: 50, is_current: true })
})

test('who may not read all that the total is made of neither draws nor sees one', async () => {
  await assessTable(5, { range: field['range'] })
  const id = await newCycle([{ quantity: 100 }])
  await simulate(id, { seed: 1 })
  await server.database
    .owner('fields')
    .where({ id: field['range']! })
    .update({ readers: ['admin', 'auditor'] })
  expect(said(await simulate(id, { seed: 1 }, 'viewer'))).toEqual([403, 'forbidden'])
  expect((await as('viewer', 'GET', `/cycles/${id}/simulations`)).body).toEqual({ data: [], is_hidden: true })
  expect(await kept(id)).toHaveLength(1)
  await server.database.owner('fields').where({ id: field['range']! }).update({ readers: null })
  const foreign = await server.request(server.two.people.admin, 'POST', `/cycles/${id}/simulations`, { seed: 1 })
  expect(said(foreign)).toEqual([404, 'not-found'])
  expect((await server.request(null, 'POST', `/cycles/${id}/simulations`, { seed: 1 })).status).toBe(401)
})

test('nothing assessed, and too much to draw, are refused with what would do', async () => {
  await assessTable(null)
  const id = await newCycle(Array.from({ length: 600 }, (_, at) => ({ quantity: at + 1 })))
  expect(said(await simulate(id, { seed: 1 }))).toEqual([' missing'])
  await assessTable(5)
  const refused = await simulate(id, { seed: 1, draws: 100_000 })
  expect(said(refused)).toEqual(['draws too-much-work'])
  expect(refused.body.errors[0].message).toBe(
    '600 activities and factors would be drawn: ask for at most 83,333 draws.',
  )
  expect(said(await simulate(id, { seed: -1, draws: 5 }))).toEqual(['seed too-small', 'draws too-small'])
})

test('others are served while one is drawn', async () => {
  await assessTable(40)
  const id = await newCycle(Array.from({ length: 500 }, (_, at) => ({ quantity: at + 1 })))
  await as('viewer', 'GET', '/me')
  let isDone = false
  const drawn = simulate(id, { seed: 1, draws: 100_000 }).finally(() => (isDone = true))
  let served = 0
  while (!isDone) {
    expect(await as('viewer', 'GET', '/me')).toMatchObject({ status: 200 })
    served++
  }
  expect(await drawn).toMatchObject({ status: 200, body: { quantities: 500 } })
  expect(served).toBeGreaterThan(10)
})

test('a few wait, more are told to come back, and a server that stops ends what is drawn', async () => {
  const thread = new SimulationThread()
  const job = { sources: [{ kg: 1, activity: null, factors: [] }], factors: new Map(), seed: 1, draws: 1_000 }
  const asked = await Promise.allSettled(Array.from({ length: 7 }, () => thread.run(job)))
  expect(asked.map(({ status }) => status)).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'rejected'])
  const long = thread.run({ ...job, draws: 100_000, sources: Array(2_000).fill(job.sources[0]) })
  const ended = expect(long).rejects.toMatchObject({ code: 'unavailable' })
  await thread.stop()
  await ended
  await expect(thread.run(job)).rejects.toMatchObject({ code: 'unavailable' })
})
