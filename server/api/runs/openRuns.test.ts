import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunsReply } from '#shared/api/runs.ts'
import { EVENTS_PATH, type JobMoved } from '#shared/events/events.ts'
import { insertElectricityTable, insertGrids } from '#server/api/instruments/testing/electricityTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { computed } from './testing/computed.ts'

let server: TestServer
let cycleId: string
let rowIds: string[]

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer({ runQuietMs: 3_600_000 })
  await insertGrids(server.database.owner)
  await insertElectricityTable(server.database.owner, server.one)
  cycleId = await newCycle(2050)
  rowIds = await write([
    { site: 'lyon', month: '2050-01', quantity: 6000.1, grid: 'france' },
    { site: 'lyon', month: '2050-02', quantity: 0.1 + 0.2, grid: 'france' },
    { site: 'porto', month: '2050-01', quantity: 7000, grid: 'portugal' },
  ])
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)

async function newCycle(year: number): Promise<string> {
  const period = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31` }
  const body = { name: `C${year}`, ...period, gwp_set: 'AR6', factor_year: 2025 }
  return (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
}

interface WrittenRow extends Record<string, string | number | undefined> {
  id?: string
}

async function write(rows: WrittenRow[]): Promise<string[]> {
  const body = { rows: rows.map(({ id, ...values }) => ({ ...(id !== undefined && { id }), values })) }
  const reply = await as('admin', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`, body)
  expect(reply.body.rejected).toEqual([])
  return reply.body.accepted.map(({ id }: { id: string }) => id)
}

const runsOf = async (person: Person, id = cycleId): Promise<RunsReply> =>
  (await as(person, 'GET', `/cycles/${id}/runs`)).body

const isCurrent = async (): Promise<boolean | null | undefined> => (await runsOf('admin')).data[0]?.is_current

test('an open cycle is computed: the same inputs give the same hash, and the totals are those of the page', async () => {
  const [first, second] = [await computed(server, cycleId), await computed(server, cycleId, 'auditor')]
  expect(second.root_hash).toBe(first.root_hash)
  expect(second.id).not.toBe(first.id)
  expect(second).toMatchObject({ is_current: true, keeps_rows: true, seal: null, totals: { rows: 3 } })
  expect(second.made_by?.name).toBe(`Person ${server.one.people.auditor}`)
  const { body: emissions } = await as('admin', 'GET', `/cycles/${cycleId}/emissions`)
  expect(second.totals?.co2e_kg).toBeCloseTo(emissions.total.co2e_kg, 9)

  const { data } = (await as('admin', 'GET', `/runs/${second.id}/totals`)).body
  expect(data[0]).toMatchObject({ axis: 'total', key: null, co2e_kg: second.totals?.co2e_kg, rows: 3 })
  const axes = new Set(data.map(({ axis }: { axis: string }) => axis))
  expect([...axes]).toEqual(expect.arrayContaining(['scope', 'table', 'site', 'month', 'gas', 'market_based']))
  const results = (await as('admin', 'GET', `/runs/${second.id}/results`)).body.data
  expect(results.map((row: { row_id: string }) => row.row_id).toSorted()).toEqual(rowIds.toSorted())
})

test('whatever of its inputs changes marks a run as stale at once, and a new one is current', async () => {
  const changes: [what: string, change: () => Promise<unknown>][] = [
    ['a cell', () => write([{ id: rowIds[0]!, quantity: 6001 }])],
    [
      'a row that goes',
      () => as('admin', 'DELETE', `/tables/${server.one.tableId}/rows/${rowIds[2]}?cycle_id=${cycleId}`),
    ],
    ['the GWP set', () => as('admin', 'PATCH', `/cycles/${cycleId}`, { gwp_set: 'AR5' })],
    [
      'the name of the cycle, which the seal holds',
      () => as('admin', 'PATCH', `/cycles/${cycleId}`, { name: 'C 2050' }),
    ],
    ['a formula', () => newField({ name: 'Twice', type: 'formula', formula: 'quantity * 2' })],
    [
      'a parameter',
      () =>
        as('admin', 'POST', '/parameters', {
          name: 'Leak rate',
          key: 'leak_rate',
          kind: 'other',
          unit: 'kgCO2e/kg',
          values: [{ year: 2024, value: 1.1, source: 'Data sheet' }],
        }),
    ],
    [
      'the boundary',
      () =>
        as('admin', 'PATCH', `/cycles/${cycleId}/boundary`, {
          sites: [
            { site: 'lyon', control: { ownership_pct: 40, financial_control: false, operational_control: true } },
          ],
        }),
    ],
    [
      'a declaration',
      () =>
        as('admin', 'PATCH', `/cycles/${cycleId}/declarations`, {
          sources: [{ scope: 3, s3_category: 14, declaration: { state: 'zero', reason: 'No franchise was open' } }],
        }),
    ],
    ['an instrument', allocate],
  ]
  let before = await computed(server, cycleId)
  for (const [what, change] of changes) {
    expect([what, await isCurrent()]).toEqual([what, true])
    await change()
    expect([what, await isCurrent()]).toEqual([what, false])
    const after = await computed(server, cycleId)
    expect([what, after.is_current, after.root_hash === before.root_hash]).toEqual([what, true, false])
    before = after
  }
  const { data } = await runsOf('admin')
  expect(data.slice(1).every(({ is_current: current }) => current === null)).toBe(true)
})

const newField = (body: object) => as('admin', 'POST', `/tables/${server.one.tableId}/fields`, body)

async function allocate(): Promise<void> {
  const wind = { type: 'contract', name: 'Wind', market: 'FR', mwh: 4, rates: { CO2: 0, CH4: 0, N2O: 0 } }
  const vintage = { vintage_from: '2050-01-01', vintage_to: '2050-12-31' }
  const { body } = await as('admin', 'POST', '/instruments', { ...wind, ...vintage })
  const reply = await as('admin', 'POST', `/instruments/${body.id}/allocations`, { cycle_id: cycleId, mwh: 4 })
  expect(reply.status).toBe(200)
}

test('for administrators and auditors; to others there is none: a new one would say that something changed', async () => {
  const run = await computed(server, cycleId)
  for (const person of ['viewer', 'data_owner', 'moduleOwner'] as const) {
    expect((await as(person, 'POST', `/cycles/${cycleId}/runs`)).status).toBe(403)
    expect((await as(person, 'GET', `/runs/${run.id}/totals`)).status).toBe(403)
    const nothing = { data: [], may_take_pack: false, hidden_tables: [], may_run: false, job: null }
    expect(await runsOf(person)).toEqual(nothing)
  }
  const foreign = server.two.people.admin
  for (const [method, path] of [
    ['POST', `/cycles/${cycleId}/runs`],
    ['GET', `/runs/${run.id}/totals`],
    ['GET', `/cycles/${cycleId}/runs`],
  ] as const) {
    expect((await server.request(foreign, method, path)).status).toBe(404)
    expect((await server.request(null, method, path)).status).toBe(401)
  }
})

test('who may not read a field sees no run that holds it, no older one either', async () => {
  const field = (key: string) => server.database.owner('fields').where({ table_id: server.one.tableId, key })
  await newField({ name: 'Pressure', type: 'number', unit: 'kg' })
  const older = await computed(server, cycleId)
  await field('pressure').update({ readers: ['admin'], updated_at: new Date() })
  await write([{ id: rowIds[0]!, quantity: 5 }])
  const newer = await computed(server, cycleId)
  const seen = (await runsOf('auditor')).data
  expect(seen.every(({ totals }) => totals !== null)).toBe(true)
  const ids = seen.map(({ id }) => id)
  expect([ids.includes(older.id), ids.includes(newer.id)]).toEqual([false, true])
  expect((await as('auditor', 'GET', `/runs/${older.id}/totals`)).status).toBe(403)
  expect((await as('admin', 'GET', `/runs/${older.id}/totals`)).status).toBe(200)
  await field('quantity').update({ readers: ['admin'], updated_at: new Date() })
  expect(await runsOf('auditor')).toMatchObject({ data: [], may_run: false, job: null })
  expect((await runsOf('auditor')).hidden_tables).toHaveLength(1)
  await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId })
    .whereIn('key', ['quantity', 'pressure'])
    .update({ readers: null, updated_at: new Date() })
})

test('a page hears how far it is: who watches the cycle and may have it computed, and nobody else', async () => {
  const listen = async (email: string, watched: string | null) => {
    const heard: JobMoved[] = []
    const socket = io(server.origin, {
      path: EVENTS_PATH,
      transports: ['websocket'],
      auth: { token: await server.token(email) },
    })
    socket.on('job:moved', (event: JobMoved) => heard.push(event))
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()))
    if (watched !== null) {
      await socket.emitWithAck('cycle:watch', { cycle_id: watched })
    }
    return { heard, socket }
  }
  const { people } = server.one
  const pages = await Promise.all([
    listen(people.auditor, cycleId),
    listen(people.viewer, cycleId),
    listen(people.admin, null),
    listen(server.two.people.admin, cycleId),
  ])
  await computed(server, cycleId)
  const [watching, elsewhere, admin, foreign] = pages.map(({ heard }) => heard)
  await until(() => [watching, admin].every((heard) => heard!.at(-1)?.state === 'done'), 'it is told')
  expect(watching!.map(({ state }) => state)).toEqual(expect.arrayContaining(['running', 'done']))
  expect(watching!.at(-1)).toMatchObject({ kind: 'run', subject_id: cycleId, progress: 1 })
  expect([elsewhere, foreign]).toEqual([[], []])
  pages.forEach(({ socket }) => socket.close())
})

test('asked for twice at once it is one job; a cycle that is locked meanwhile keeps its sealed run alone', async () => {
  const id = await newCycle(2055)
  const asked = await Promise.all(
    [1, 2, 3].map(async () => (await as('admin', 'POST', `/cycles/${id}/runs`)).body.id as string),
  )
  expect(new Set(asked).size).toBe(1)
  expect((await as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })).status).toBe(200)
  const job = async () => (await as('admin', 'GET', `/jobs/${asked[0]}`)).body
  await until(async () => (await job()).finished_at !== null, 'it has ended')
  const ended = await job()
  const { data, may_run: mayRun } = await runsOf('admin', id)
  // the run was there before the lock, or there is none of this job
  expect(ended.state === 'done' || ended.error?.code === 'locked').toBe(true)
  expect(data.filter(({ seal }) => seal !== null)).toHaveLength(1)
  expect(data).toHaveLength(ended.state === 'done' ? 2 : 1)
  expect(data[0]!.seal).not.toBeNull()
  expect(mayRun).toBe(false)
  expect((await as('admin', 'POST', `/cycles/${id}/runs`)).body).toMatchObject({ code: 'locked' })
})

test('a cancelled run leaves nothing of itself, and a job makes one run however often it is begun', async () => {
  const { owner, db } = server.database
  const before = (await runsOf('admin')).data.length
  const { body: job } = await as('admin', 'POST', `/cycles/${cycleId}/runs`)
  const cancelled = await as('admin', 'POST', `/jobs/${job.id}/cancel`)
  expect(cancelled.status).toBe(200)
  await until(async () => (await as('admin', 'GET', `/jobs/${job.id}`)).body.finished_at !== null, 'it has ended')
  expect((await as('admin', 'GET', `/jobs/${job.id}`)).body.state).toBe('cancelled')
  expect((await runsOf('admin')).data).toHaveLength(before)
  expect(await owner('runs').where({ job_id: job.id })).toEqual([])

  const { runOpenCycle } = await import('#server/runs/runOpenCycle.ts')
  const asked = { tenantId: server.one.tenantId, cycleId, jobId: crypto.randomUUID(), madeBy: null, keepsRows: false }
  const twice = await Promise.allSettled([runOpenCycle(db, asked, () => {}), runOpenCycle(db, asked, () => {})])
  const again = await runOpenCycle(db, asked, () => {})
  expect(await owner('runs').where({ job_id: asked.jobId })).toHaveLength(1)
  expect(twice.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))).toContainEqual(again)
})

test('what differs in the inputs of two runs is counted by kind, and named with its values and what it does', async () => {
  // the grids of these tests are known in AR6 alone
  await as('admin', 'PATCH', `/cycles/${cycleId}`, { gwp_set: 'AR6' })
  const before = await computed(server, cycleId)
  const quantity = 8000
  await write([{ id: rowIds[0]!, quantity }])
  const [added] = await write([{ site: 'lyon', month: '2050-03', quantity: 10, grid: 'france' }])
  const row = await computed(server, cycleId)
  await as('admin', 'PATCH', `/cycles/${cycleId}`, { gwp_set: 'AR5', name: 'C 2050 b' })
  await newField({ name: 'Thrice', type: 'formula', formula: 'quantity * 3' })
  const after = await computed(server, cycleId)
  const compare = async (run: { id: string }, other: { id: string }, person: Person = 'auditor') =>
    as(person, 'GET', `/runs/${run.id}/comparison?with=${other.id}`)
  const changes = async (run: { id: string }, other: { id: string }, query: string) =>
    (await as('auditor', 'GET', `/runs/${run.id}/changes?with=${other.id}&${query}`)).body

  const ofRows = (await compare(row, before)).body
  expect(ofRows.data).toEqual([{ kind: 'rows', added: 1, changed: 1, removed: 0 }])
  expect(ofRows.rows).toMatchObject({ same_kg: 0, unknown: 0 })
  expect(ofRows.rows.changed_kg).toBeCloseTo(row.totals!.co2e_kg! - before.totals!.co2e_kg!, 6)
  const first = await changes(row, before, 'kind=rows&limit=1')
  const rest = await changes(row, before, `kind=rows&limit=1&cursor=${first.next_cursor}`)
  expect(rest.next_cursor).toBeNull()
  const named = [...first.data, ...rest.data]
  expect(named.find(({ row_id: id }: { row_id: string }) => id === added)).toMatchObject({
    change: 'added',
    name: 'lyon · 2050-03',
    values: expect.arrayContaining([{ path: 'quantity', before: null, after: 10 }]),
  })
  const changed = named.find(({ row_id: id }: { row_id: string }) => id === rowIds[0])
  expect(changed).toMatchObject({ change: 'changed', values: [{ path: 'quantity', after: quantity }] })
  expect(changed.effect_kg).toBeGreaterThan(0)

  const { data: kinds } = (await compare(after, row)).body
  expect(kinds).toEqual(expect.arrayContaining([{ kind: 'fields', added: 1, changed: 0, removed: 0 }]))
  expect((await changes(after, row, 'kind=fields')).data).toMatchObject([{ change: 'added', name: 'Thrice' }])
  const [settings] = (await changes(after, row, 'kind=cycle')).data
  expect(settings.values).toEqual(
    expect.arrayContaining([{ path: 'name', before: expect.any(String), after: 'C 2050 b' }]),
  )
  expect((await compare(after, after)).body).toMatchObject({ data: [], rows: { changed_kg: 0, same_kg: 0 } })
  expect((await changes(after, row, 'kind=factors')).data).toEqual([])

  expect((await compare(after, row, 'viewer')).status).toBe(403)
  const other = await newCycle(2066)
  const foreign = await compare(after, await computed(server, other))
  expect([foreign.status, foreign.body.errors[0]]).toMatchObject([422, { path: 'with', code: 'other-cycle' }])
  expect((await as('admin', 'GET', `/runs/${after.id}/changes?with=${row.id}&kind=rows&cursor=x`)).status).toBe(422)
  expect((await as('admin', 'GET', `/runs/${after.id}/changes?with=${row.id}&kind=units&cursor=x`)).status).toBe(422)
})

test('what is in no run marks none as stale: who may not read it does not learn that it changed', async () => {
  expect((await newField({ name: 'Remark', type: 'text' })).status).toBe(200)
  await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId, key: 'remark' })
    .update({ readers: ['data_owner'], updated_at: new Date() })
  const before = await computed(server, cycleId)
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
  const reply = await as('data_owner', 'POST', path, { rows: [{ id: rowIds[0]!, values: { remark: 'among us' } }] })
  expect(reply.body.rejected).toEqual([])
  expect(await isCurrent()).toBe(true)
  expect((await computed(server, cycleId)).root_hash).toBe(before.root_hash)
})

test('when it has become quiet, a stale run is made anew in the background: hashes and totals, no copy of rows', async () => {
  const { tenantId } = server.one
  await computed(server, cycleId)
  await write([{ id: rowIds[0]!, quantity: 6400 }])
  const newest = async () => (await runsOf('admin')).data[0]!
  expect((await newest()).is_current).toBe(false)
  const quick = await server.startAnother({ runQuietMs: 20 }) // looks at everything after its start
  await until(async () => (await newest()).is_current === true, 'it was made after the start')
  const run = await newest()
  expect(run).toMatchObject({ made_by: null, keeps_rows: false })
  expect((await as('admin', 'GET', `/runs/${run.id}/results`)).body).toMatchObject({ code: 'blocked' })
  expect((await as('admin', 'GET', `/runs/${run.id}/totals`)).status).toBe(200)
  const kept = await inTenant(server.database.db, tenantId, (trx) => trx('run_results').where({ run_id: run.id }))
  expect(kept).toEqual([])
  const asked = await computed(server, cycleId)
  expect(asked.root_hash).toBe(run.root_hash)

  const response = await fetch(`${quick.origin}/api/v1/cycles/${cycleId}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${await server.token(server.one.people.admin)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ gwp_set: 'AR4' }),
  })
  expect(response.status).toBe(200)
  await until(async () => (await newest()).is_current === true, 'it was made after the change')
  expect((await newest()).root_hash).not.toBe(run.root_hash)
  const untouched = await newCycle(2077)
  expect((await runsOf('admin', untouched)).data).toEqual([])
})
