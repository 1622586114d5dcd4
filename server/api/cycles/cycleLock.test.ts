import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CycleBlocker, LockReply } from '#shared/api/cycles.ts'
import type { JobReply } from '#shared/api/jobs.ts'
import { LARGE_CYCLE_ROWS } from '#server/locking/askForLock.ts'
import { lockJob } from '#server/locking/lockJob.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
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

const lockBehind = (id: string, person: Person = 'admin') =>
  server.request(server.one.people[person], 'POST', `/cycles/${id}/status`, { status: 'locked' }, PREFERS_JOB)
const PREFERS_JOB = { prefer: 'handling=lenient, respond-async; wait=5' }
const lockOf = async (id: string, person: Person = 'admin'): Promise<LockReply> =>
  (await as(person, 'GET', `/cycles/${id}/lock`)).body
async function ended(id: string): Promise<JobReply> {
  await until(async () => typeof (await lockOf(id)).job?.finished_at === 'string', 'the lock has ended')
  return (await lockOf(id)).job!
}

/** Runs `work` while a lock of the company can come to its very end, and not be committed. */
async function whileSealsAreHeld(work: () => Promise<void>): Promise<void> {
  await server.database.owner.transaction(async (trx) => {
    await trx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('seals ' || ?, 0))`, [server.one.tenantId])
    await work()
  })
}

test('who prefers not to wait is answered with a job, which locks and seals by the same step', async () => {
  const id = await newCycle()
  await write(id, COMPLETE)
  expect(await lockOf(id)).toEqual({ job: null, may_cancel: false })
  const asked = await lockBehind(id)
  expect([asked.status, asked.headers.get('preference-applied')]).toEqual([202, 'respond-async'])
  expect(asked.headers.get('location')).toBe(`/api/v1/jobs/${asked.body.id}`)
  expect(asked.body).toMatchObject({ kind: 'lock', subject_id: id, asked_by: { name: expect.any(String) } })
  const job = await ended(id)
  expect(job).toMatchObject({ id: asked.body.id, state: 'done', progress: 1, result: { cycle_id: id }, error: null })
  expect((await as('admin', 'GET', `/cycles/${id}`)).body).toMatchObject({
    status: 'locked',
    status_change: { by: { name: `Person ${server.one.people.admin}` } },
  })
  expect((await as('admin', 'POST', `/cycles/${id}/verification`)).body).toMatchObject({ equal: true, rows: 1 })
  expect((await lockBehind(id)).body).toMatchObject({ status: 409, code: 'locked' })

  // a server that died behind its commit had not told the end: the next one finds it, and seals nothing again
  const { db, reader, collaboration } = server.services
  const stored = await server.database.owner('jobs').where({ id: job.id }).first()
  const again = { id: job.id, tenantId: server.one.tenantId, input: stored.input, askedBy: stored.asked_by }
  const { handle } = lockJob({ db, reader, collaboration })
  expect(await handle(again, () => undefined, new AbortController().signal)).toEqual({ cycle_id: id })
  expect(await server.database.owner('seals').where({ cycle_id: id })).toHaveLength(1)
})

test('while a lock is on its way a second one, and any other change of the cycle, is refused at once and told why', async () => {
  const id = await newCycle()
  await write(id, COMPLETE)
  await whileSealsAreHeld(async () => {
    const asked = await lockBehind(id)
    await until(async () => (await lockOf(id)).job?.doing === 'sealing', 'it is at its end')
    const refusal = {
      code: 'blocked',
      errors: [{ path: 'cycle', code: 'being-locked', message: expect.stringContaining(asked.body.id) }],
    }
    for (const again of [
      await lock(id),
      await lockBehind(id),
      await as('admin', 'POST', `/cycles/${id}/status`, { status: 'in_review' }),
      await as('admin', 'PATCH', `/cycles/${id}`, { name: 'Another' }),
      await as('admin', 'DELETE', `/cycles/${id}`),
    ]) {
      expect([again.status, again.body]).toMatchObject([409, refusal])
      expect(again.body.errors[0].message).toContain(`Person ${server.one.people.admin}`)
    }
    const seen = await lockOf(id, 'viewer')
    expect(seen).toMatchObject({ job: { state: 'running', doing: 'sealing' }, may_cancel: false })
    expect((await lockOf(id)).may_cancel).toBe(true)
    expect((await server.request(server.two.people.admin, 'GET', `/cycles/${id}/lock`)).status).toBe(404)
  })
  expect((await ended(id)).state).toBe('done')
  expect((await as('viewer', 'GET', `/cycles/${id}`)).body.status).toBe('locked')
})

test('a lock that is cancelled at its very end leaves the cycle as it was; then it is locked', async () => {
  const id = await newCycle()
  const row = await write(id, COMPLETE)
  await as('admin', 'POST', `/cycles/${id}/status`, { status: 'in_review' })
  await whileSealsAreHeld(async () => {
    const { body } = await lockBehind(id)
    await until(async () => (await lockOf(id)).job?.doing === 'sealing', 'it is at its end')
    expect((await as('viewer', 'POST', `/jobs/${body.id}/cancel`)).status).toBe(404)
    expect((await as('admin', 'POST', `/jobs/${body.id}/cancel`)).body.is_ending).toBe(true)
  })
  expect(await ended(id)).toMatchObject({ state: 'cancelled', result: null })
  expect((await as('admin', 'GET', `/cycles/${id}`)).body.status).toBe('in_review')
  const { owner } = server.database
  for (const table of ['runs', 'seals', 'assessments_frozen']) {
    expect(await owner(table).where({ cycle_id: id })).toEqual([])
  }
  await write(id, { quantity: 2 }, { id: row })
  await lockBehind(id)
  expect((await ended(id)).state).toBe('done')
})

test('a lock that may not be ends with its reason, for who manages the cycle; nothing is changed', async () => {
  const id = await newCycle()
  await write(id, { ...COMPLETE, quantity: null })
  expect((await lockBehind(id, 'viewer')).status).toBe(403)
  expect((await lockBehind(id)).status).toBe(202)
  const { state, error } = await ended(id)
  expect([state, error?.code]).toEqual(['failed', 'blocked'])
  expect(error?.detail).toContain(`cycles/{id}/readiness`)
  expect(await lockOf(id, 'viewer')).toMatchObject({ job: { state: 'failed', error: null } })
  expect((await as('admin', 'GET', `/cycles/${id}`)).body.status).toBe('open')
})

test('a cycle of very many rows is locked by a job, whatever its caller prefers', async () => {
  const id = await newCycle()
  await write(id, { ...COMPLETE, quantity: null })
  expect(await openMatters('admin', id)).toEqual(['incomplete Fuel 1'])
  await server.database.owner.raw(
    `INSERT INTO rows SELECT (jsonb_populate_record(r, jsonb_build_object('row_id', 'many' || n))).*
     FROM rows r, generate_series(2, :count) AS n WHERE r.cycle_id = :id`,
    { id, count: LARGE_CYCLE_ROWS - 1 },
  )
  expect((await lock(id)).status).toBe(409)
  await write(id, { ...COMPLETE, quantity: null })
  expect(await openMatters('admin', id)).toEqual([`incomplete Fuel ${LARGE_CYCLE_ROWS}`])
  expect((await lock(id)).status).toBe(202)
  expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'blocked' } })
})
