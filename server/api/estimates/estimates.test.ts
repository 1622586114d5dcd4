import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import type { RowReply } from '#shared/api/rows.ts'
import { insertCountingTable, insertTestFactors } from '#server/api/cycles/testing/countingTable.ts'
import { freezeCycle } from '#server/runs/freezeCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

/** Kilograms of CO2e per kWh of gas in 2025, by AR6. */
const GAS = 0.1 + 0.01 * 29.8

/** M1 in Lyon from January to April without March; the year before it had March. */
beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertTestFactors(owner)
  await insertCountingTable(owner, server.one)
  await owner('cycles').where({ id: server.one.lockedCycleId }).update({ status: 'open' })
  await write([row('2024-03', 700), row('2024-04', 5)], server.one.lockedCycleId)
  await as('admin', 'POST', `/cycles/${server.one.lockedCycleId}/status`, { status: 'locked' })
  await write([row('2025-01', 100), row('2025-02', 300), row('2025-04', 50), row('2025-06', null)])
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const row = (month: string, quantity: number | null, more: object = {}) => ({
  values: { site: 'lyon', month, quantity, fuel: 'gas', note: 'M1', ...more },
})
const rowsPath = (cycle = server.one.openCycleId): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycle}`
async function write(rows: object[], cycle?: string): Promise<string[]> {
  const { body } = await as('admin', 'POST', rowsPath(cycle), { rows })
  expect(body.rejected).toEqual([])
  return body.accepted.map(({ id }: { id: string }) => id)
}
const rowsNow = async (): Promise<RowReply[]> => (await as('admin', 'GET', `${rowsPath()}&limit=100`)).body.data
const methods = (query: string, person: Person = 'data_owner'): Promise<Reply> =>
  as(person, 'GET', `/tables/${server.one.tableId}/estimate_methods?cycle_id=${server.one.openCycleId}&${query}`)
const estimate = (body: object, person: Person = 'data_owner', cycle = server.one.openCycleId): Promise<Reply> =>
  as(person, 'POST', `/tables/${server.one.tableId}/estimates?cycle_id=${cycle}`, body)
const list = async (person: Person = 'auditor', cycle = server.one.openCycleId): Promise<EstimatesReply> =>
  (await as(person, 'GET', `/cycles/${cycle}/estimates`)).body
const month = async (of: string) => {
  const { body }: { body: CycleCompleteness } = await as(
    'viewer',
    'GET',
    `/cycles/${server.one.openCycleId}/completeness`,
  )
  return body.sites.find(({ site }) => site === 'lyon')!.months.find((one) => one.month === of)
}
const codes = ({ status, body }: Reply): (string | number)[] => [
  status,
  ...(body.errors ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
]
const MARCH = { month: '2025-03', site: 'lyon', source: 'M1' }

test('each method says what it gives for a missing month and which cells it rests on', async () => {
  const { status, body } = await methods('month=2025-03&site=lyon&source=M1')
  expect(status).toBe(200)
  expect(body.fields.map(({ key }: { key: string }) => key)).toEqual(['quantity'])
  expect(body.methods).toEqual([
    {
      method: 'prior_year',
      value: 700,
      reason: null,
      inputs: [expect.objectContaining({ cycle_name: 'FY2024', month: '2024-03', value: 700, is_estimate: false })],
    },
    {
      method: 'average',
      value: 150,
      reason: null,
      inputs: [100, 300, 50].map((value) => expect.objectContaining({ cycle_name: 'FY2025', value })),
    },
    { method: 'intensity', value: null, reason: 'entered-by-you', inputs: [] },
    { method: 'manual', value: null, reason: 'entered-by-you', inputs: [] },
  ])
  const none = await methods('month=2025-03&site=porto&source=M1')
  expect(none.body.methods.map(({ reason }: { reason: string }) => reason).slice(0, 2)).toEqual([
    'no-prior-year',
    'no-known-months',
  ])
})

test('[GOTCHA 16] a missing month is filled by its average and said to be one everywhere; the reading that comes later ends it, and taking that back has it again', async () => {
  expect(await month('2025-03')).toMatchObject({ rows: 0, missing: 1, estimated: 0 })
  const made = await estimate({ gap: MARCH, method: 'average' })
  expect(made.body).toMatchObject({ value: 150 })
  const added = (await rowsNow()).find(({ id }) => id === made.body.row_id)!
  expect(added.values).toMatchObject({ site: 'lyon', month: '2025-03', quantity: 150, fuel: 'gas', note: 'M1' })
  expect(await month('2025-03')).toMatchObject({ rows: 1, open_rows: 0, missing: 0, estimated: 1 })
  const told = await list()
  expect(told.estimated_kg).toBeCloseTo(150 * GAS, 9)
  expect(told.share).toBeCloseTo(150 / 600, 9)
  expect(told.data).toMatchObject([
    {
      table_name: 'Fuel',
      row_id: made.body.row_id,
      source: 'M1',
      site_name: 'LYON',
      month: '2025-03',
      field: { key: 'quantity', unit: 'kWh' },
      value: 150,
      method: 'average',
      adds_row: true,
      inputs: [{ value: 100 }, { value: 300 }, { value: 50 }],
    },
  ])
  expect(told.data[0]!.co2e_kg).toBeCloseTo(150 * GAS, 9)
  const { body: history } = await as(
    'admin',
    'GET',
    `/tables/${server.one.tableId}/history?cycle_id=${server.one.openCycleId}&limit=1`,
  )
  expect(history.data).toMatchObject([{ gesture: 'estimated' }])

  await write([{ id: made.body.row_id, values: { quantity: 162 } }] as object[])
  expect((await list()).data).toEqual([])
  expect(await month('2025-03')).toMatchObject({ estimated: 0 })
  await write([{ id: made.body.row_id, values: { quantity: 150 } }] as object[])
  expect((await list()).data).toHaveLength(1)

  expect((await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)).status).toBe(204)
  expect((await rowsNow()).some(({ id }) => id === made.body.row_id)).toBe(false)
  expect(await month('2025-03')).toMatchObject({ rows: 0, missing: 1, estimated: 0 })
  expect((await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)).status).toBe(404)
})

test('an estimate is no ground for an average; a value that turns out right is kept and is none any more', async () => {
  const made = await estimate({ gap: MARCH, method: 'prior_year', reason: 'The meter was out of order' })
  expect(made.body.value).toBe(700)
  const { body } = await methods('month=2025-05&site=lyon&source=M1')
  expect(body.methods[1]).toMatchObject({ method: 'average', value: 150 })
  expect((await as('data_owner', 'DELETE', `/estimates/${made.body.id}?value=keep`)).status).toBe(204)
  expect((await rowsNow()).find(({ id }) => id === made.body.row_id)!.values).toMatchObject({ quantity: 700 })
  expect((await methods('month=2025-05&site=lyon&source=M1')).body.methods[1]).toMatchObject({ value: 1150 / 4 })
  await as(
    'admin',
    'DELETE',
    `/tables/${server.one.tableId}/rows/${made.body.row_id}?cycle_id=${server.one.openCycleId}`,
  )
})

test('an empty cell is filled by an intensity; never over a value, and everything that is wrong is said at once', async () => {
  const june = (await rowsNow()).find(({ values }) => values['month'] === '2025-06')!.id
  const intensity = { per_unit: 0.5, units: 240, unit: 'm²', source: 'Energy benchmark of the landlord' }
  expect(codes(await estimate({ row_id: june, method: 'manual' }))).toEqual([422, 'value required', 'reason required'])
  expect(codes(await estimate({ row_id: june, method: 'average', value: 3, intensity }))).toEqual([
    422,
    'value not-used',
    'intensity not-used',
  ])
  expect(codes(await estimate({ method: 'average', field: 'note' }))).toEqual([
    422,
    'row_id required',
    'field forbidden-field',
  ])
  expect(codes(await estimate({ gap: { ...MARCH, month: '2026-03' }, method: 'average' }))).toEqual([
    422,
    'gap.month outside-cycle',
  ])
  expect(codes(await estimate({ gap: { ...MARCH, site: 'porto' }, method: 'average' }))).toEqual([
    422,
    'method not-found',
  ])

  const made = await estimate({ row_id: june, method: 'intensity', intensity })
  expect(made.body).toMatchObject({ row_id: june, value: 120 })
  expect((await list()).data).toMatchObject([{ row_id: june, method: 'intensity', intensity, adds_row: false }])
  expect(codes(await estimate({ row_id: june, method: 'manual', value: 1, reason: 'Guess' }))).toEqual([
    409,
    'row_id not-empty',
  ])
  expect(codes(await estimate({ gap: { ...MARCH, month: '2025-01' }, method: 'prior_year' }))).toEqual([
    422,
    'method not-found',
  ])
  expect(codes(await estimate({ gap: { ...MARCH, month: '2025-04' }, method: 'average' }))).toEqual([
    409,
    'gap not-empty',
  ])
  await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)
  expect((await rowsNow()).find(({ id }) => id === june)!.values['quantity'] ?? null).toBeNull()
})

test('a column that gets another unit takes its estimates along', async () => {
  const { owner } = server.database
  const made = await estimate({ gap: MARCH, method: 'average' })
  const { id } = await owner('fields').where({ table_id: server.one.tableId, key: 'quantity' }).first('id')
  const redefine = async (unit: string) => {
    const path = `/tables/${server.one.tableId}/fields/${id}/redefinition`
    expect(await as('admin', 'POST', path, { unit, values: 'convert' })).toMatchObject({ status: 200 })
  }
  await redefine('MWh')
  expect((await list()).data).toMatchObject([
    {
      id: made.body.id,
      value: 0.15,
      field: { unit: 'MWh' },
      inputs: [{ value: 0.1 }, { value: 0.3 }, { value: 0.05 }],
    },
  ])
  await redefine('kWh')
  expect((await list()).data).toMatchObject([{ id: made.body.id, value: 150 }])
  await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)
})

test('two people who fill the same gap at once fill it once', async () => {
  const made = await Promise.all([
    estimate({ gap: MARCH, method: 'average' }),
    estimate({ gap: MARCH, method: 'prior_year' }, 'admin'),
  ])
  expect(made.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect((await rowsNow()).filter(({ values }) => values['month'] === '2025-03')).toHaveLength(1)
  const id = made.find(({ status }) => status === 200)!.body.id
  await as('data_owner', 'DELETE', `/estimates/${id}`)
})

test('who reads some fields only sees no estimate of the others, nor which part of the total rests on them', async () => {
  const [id] = await write([row('2025-07', 80, { price: null })])
  const made = await estimate(
    { row_id: id, field: 'price', method: 'manual', value: 31_337.5, reason: 'Old price' },
    'admin',
  )
  expect(made.status).toBe(200)
  expect((await list('auditor')).data).toHaveLength(1)
  const hidden = await list('viewer')
  expect(hidden).toMatchObject({ data: [], estimated_kg: null, share: null })
  expect(JSON.stringify(await list('data_owner'))).not.toContain('31337.5')
  expect((await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)).status).toBe(404)
  expect(codes(await estimate({ row_id: id, field: 'price', method: 'manual', value: 1, reason: 'x' }))).toEqual([
    422,
    'field forbidden-field',
  ])
  expect(await month('2025-07')).toMatchObject({ rows: 1, estimated: 0 })
  await as('admin', 'DELETE', `/estimates/${made.body.id}`)
})

test('an estimate in a field for some readers that decides nothing is in no run: who may take the pack may not read it', async () => {
  const { tenantId: tenant_id, tableId: table_id, openCycleId: cycle_id } = server.one
  const [row_id] = await write([row('2025-06', 7, { price: 12.5 })])
  const { owner, db } = server.database
  const fields: { key: string; ordinal: number }[] = await owner('fields').where({ table_id }).select('key', 'ordinal')
  const ordinalOf = (key: string): number => fields.find((field) => field.key === key)!.ordinal
  const place = { tenant_id, table_id, cycle_id, row_id, method: 'manual', reason: 'A guess', inputs: '[]' }
  await owner('estimates').insert([
    { ...place, ordinal: ordinalOf('quantity'), value: 7 },
    { ...place, ordinal: ordinalOf('price'), value: 12.5 },
  ])
  await rowsNow() // they are derived
  const { estimates } = await inTenant(db, tenant_id, (trx) => freezeCycle(trx, cycle_id))
  const ofRow = estimates.filter((estimate) => estimate.row_id === row_id)
  expect(ofRow.map(({ value }) => value)).toEqual([7])
  await as('admin', 'DELETE', `/tables/${table_id}/rows/${row_id}?cycle_id=${cycle_id}`)
})

test('403 for readers, 404 for another tenant and what is not there, 409 in a locked cycle, where they stay and can be read', async () => {
  const { one, two, request } = server
  for (const person of ['viewer', 'auditor'] as const) {
    expect((await methods('month=2025-03&site=lyon&source=M1', person)).status).toBe(403)
    expect((await estimate({ gap: MARCH, method: 'average' }, person)).status).toBe(403)
  }
  const other = two.people.admin
  expect((await request(other, 'GET', `/cycles/${one.openCycleId}/estimates`)).status).toBe(404)
  const path = `/tables/${one.tableId}/estimates?cycle_id=${one.openCycleId}`
  expect((await request(other, 'POST', path, { gap: MARCH, method: 'average' })).status).toBe(404)
  expect((await request(null, 'GET', `/cycles/${one.openCycleId}/estimates`)).status).toBe(401)
  expect((await estimate({ row_id: 'nothing', method: 'average' })).status).toBe(404)
  const before = { gap: { ...MARCH, month: '2024-05' }, method: 'average' }
  expect((await estimate(before, 'data_owner', one.lockedCycleId)).status).toBe(409)

  const made = await estimate({ gap: MARCH, method: 'average' })
  expect((await request(other, 'DELETE', `/estimates/${made.body.id}`)).status).toBe(404)
  expect((await as('viewer', 'DELETE', `/estimates/${made.body.id}`)).status).toBe(403)
  await as(
    'admin',
    'DELETE',
    `/tables/${one.tableId}/rows/${(await rowsNow()).find(({ values }) => values['month'] === '2025-06')!.id}?cycle_id=${one.openCycleId}`,
  )
  expect((await as('admin', 'POST', `/cycles/${one.openCycleId}/status`, { status: 'locked' })).status).toBe(200)
  expect((await as('data_owner', 'DELETE', `/estimates/${made.body.id}`)).status).toBe(409)
  expect((await list()).data).toMatchObject([{ id: made.body.id, value: 132.5 }])

  const restated = await as('admin', 'POST', `/cycles/${one.openCycleId}/restate`, {
    cause: 'error',
    reason: 'A meter',
  })
  expect(restated.status).toBe(200)
  const version = await list('auditor', restated.body.id)
  expect(version.data).toMatchObject([
    { row_id: made.body.row_id, value: 132.5, method: 'average', inputs: [{}, {}, {}, {}] },
  ])
})
