import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeviceMonthsReply, NewDeviceReply } from '#shared/api/devices.ts'
import type { RowReply } from '#shared/api/rows.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer({ deviceRequestsAMinute: 60 })
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const bySecret = (secret: string, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(null, method, path, body, { authorization: `Bearer ${secret}` })
const codes = ({ status, body }: Reply): (string | number)[] => [
  status,
  ...(body.errors ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
]
const METER = {
  kind: 'counter',
  unit: 'kWh',
  interval_minutes: 44_640,
  time_zone: 'Europe/Berlin',
}
let made = 0
const newDevice = async (more: object = {}): Promise<NewDeviceReply> => {
  const { status, body } = await as('admin', 'POST', '/devices', { name: `Meter ${made++}`, ...METER, ...more })
  expect(status).toBe(200)
  return body
}
const send = ({ id, secret }: NewDeviceReply, ...readings: [string, number][]): Promise<Reply> =>
  bySecret(secret, 'POST', `/devices/${id}/readings`, { readings: readings.map(([at, value]) => ({ at, value })) })
const months = async (id: string): Promise<DeviceMonthsReply['data']> =>
  (await as('admin', 'GET', `/devices/${id}/months`)).body.data
const rows = async (site: string): Promise<RowReply[]> =>
  (
    await as('admin', 'GET', `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}&limit=100`)
  ).body.data.filter(({ values }: RowReply) => values['site'] === site)
async function rule(id: string, more: object = {}): Promise<Reply> {
  const { body } = await as('admin', 'GET', `/tables/${server.one.tableId}`)
  const field = body.fields.find(({ key }: { key: string }) => key === 'quantity')
  return as('admin', 'POST', `/devices/${id}/rules`, {
    table_id: server.one.tableId,
    field_id: field.id,
    site: 'lyon',
    from_month: '2025-01',
    ...more,
  })
}
const stateOf = async (id: string, month: string) =>
  (await months(id)).find((one) => one.month === month)?.amounts.map(({ state }) => state)

test('only administrators know of devices; a credential is told once and opens nothing but its own readings', async () => {
  const device = await newDevice()
  const other = await newDevice()
  expect(device.secret).toMatch(/^cbs_device_/)
  const { body } = await as('admin', 'GET', '/devices')
  expect(JSON.stringify(body)).not.toContain(device.secret)
  expect((await as('data_owner', 'GET', '/devices')).status).toBe(403)
  expect((await as('auditor', 'POST', '/devices', { name: 'x', ...METER })).status).toBe(403)
  expect((await server.request(server.two.people.admin, 'GET', `/devices/${device.id}`)).status).toBe(404)
  const reading = { readings: [{ at: '2025-01-01T00:00:00Z', value: 1 }] }
  expect((await bySecret(device.secret, 'POST', `/devices/${other.id}/readings`, reading)).status).toBe(404)
  expect((await bySecret(device.secret, 'GET', '/devices')).status).toBe(403)
  const mistyped = device.secret.slice(0, -1) + (device.secret.endsWith('0') ? '1' : '0')
  expect((await bySecret(mistyped, 'POST', `/devices/${device.id}/readings`, reading)).status).toBe(401)
  await as('admin', 'POST', `/devices/${device.id}/rotate`, { overlap_hours: 0 })
  expect((await send(device, ['2025-01-01T00:00:00Z', 1])).status).toBe(401)
  await as('admin', 'DELETE', `/devices/${other.id}`)
  expect((await send(other, ['2025-01-01T00:00:00Z', 1])).status).toBe(401)
})

test('everything that is wrong with a device is told at once', async () => {
  const { name } = await newDevice()
  const wrong = {
    name,
    kind: 'interval',
    unit: 'quux',
    rolls_over_at: 9,
    interval_minutes: 15,
    time_zone: 'Mars/North',
  }
  expect(codes(await as('admin', 'POST', '/devices', wrong))).toEqual([
    422,
    'name taken',
    'unit wrong-unit',
    'rolls_over_at not-used',
    'time_zone invalid-value',
  ])
})

test('a batch is kept whole or not at all, each reading once, and another value beside what was said before', async () => {
  const device = await newDevice()
  const batch: [string, number][] = [
    ['2025-01-01T00:00:00+01:00', 10],
    ['2025-02-01T00:00:00+01:00', 20],
  ]
  expect((await send(device, ...batch)).body).toEqual({ stored: 2, duplicates: 0, corrected: 0 })
  expect((await send(device, ...batch)).body).toEqual({ stored: 0, duplicates: 2, corrected: 0 })
  const [first, second] = await Promise.all([send(device, ['2025-01-31T23:00:00Z', 25]), send(device, ...batch)])
  expect(first.body.corrected + second.body.corrected).toBeGreaterThan(0)
  await send(device, ['2025-01-31T23:00:00Z', 25])
  const { body } = await as('admin', 'GET', `/devices/${device.id}/readings`)
  expect(body.data[0]).toMatchObject({ at: '2025-01-31T23:00:00.000Z', value: 25 })
  expect(body.data[0].corrections[0].value).toBe(20)
  expect(codes(await send(device, ['2025-03-01T00:00:00Z', 30], ['2999-01-01T00:00:00Z', 30]))).toEqual([
    422,
    'readings[1].at in-future',
  ])
  expect((await as('admin', 'GET', `/devices/${device.id}/readings`)).body.data).toHaveLength(2)
})

test('whole months are written as by one gesture, and what is incomplete or typed waits for somebody', async () => {
  const device = await newDevice()
  await send(
    device,
    ['2024-12-31T23:00:00Z', 100],
    ['2025-01-31T23:00:00Z', 150],
    ['2025-02-28T23:00:00Z', 210],
    ['2025-03-15T00:00:00Z', 220],
  )
  const typed = { values: { site: 'lyon', month: '2025-02', quantity: 7 } }
  await as('admin', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`, { rows: [typed] })
  const { status, body } = await rule(device.id)
  expect(status).toBe(200)
  const ruleId = body.rules[0].id
  await expect.poll(() => stateOf(device.id, '2025-02')).toEqual(['differs'])
  await expect.poll(() => stateOf(device.id, '2025-01')).toEqual(['written'])
  expect(await stateOf(device.id, '2025-03')).toEqual(['incomplete'])
  const amounts = (await rows('lyon')).map(({ values }) => [values['month'], values['quantity']])
  expect(amounts.toSorted()).toEqual([
    ['2025-01', 50],
    ['2025-02', 7],
  ])

  const stale = await as('admin', 'POST', `/devices/${device.id}/rules/${ruleId}/accept`, {
    month: '2025-02',
    value: 1,
  })
  expect(codes(stale)).toEqual([422, 'value changed-meanwhile'])
  await as('admin', 'POST', `/devices/${device.id}/rules/${ruleId}/accept`, { month: '2025-02', value: 60 })
  await expect.poll(() => stateOf(device.id, '2025-02')).toEqual(['written'])
  expect((await rows('lyon')).map(({ values }) => values['quantity']).toSorted()).toEqual([50, 60])

  // a late correction goes where the program wrote before
  await send(device, ['2025-01-31T23:00:00Z', 155])
  await as('admin', 'POST', `/devices/${device.id}/rules/${ruleId}/apply`)
  await expect
    .poll(async () => (await rows('lyon')).find(({ values }) => values['month'] === '2025-01')?.values['quantity'])
    .toBe(55)
  const path = `/devices/${device.id}/rules/${ruleId}`
  expect(codes(await as('admin', 'PATCH', path, { aggregation: 'mean' }))).toEqual([422, 'aggregation not-used'])
  for (let i = 0; i < 2; i++) {
    const changed = await as('admin', 'PATCH', path, { from_month: '2025-02' })
    expect(changed.body.rules[0]).toMatchObject({ from_month: '2025-02', aggregation: 'total' })
  }
  const changes = await server.database.owner('audit_log').where({ action: 'device.rule', subject_id: device.id })
  expect(changes.length).toBe(2) // made, and changed once
  await as('admin', 'DELETE', `/devices/${device.id}/rules/${ruleId}`)
  await as('admin', 'DELETE', `/devices/${device.id}/rules/${ruleId}`)
  expect((await as('admin', 'GET', `/devices/${device.id}`)).body.rules).toEqual([])
  expect((await rows('lyon')).length).toBe(2)
  const history = await as('admin', 'GET', `/tables/${server.one.tableId}/history?cycle_id=${server.one.openCycleId}`)
  expect(JSON.stringify(history.body)).toContain('measured')
})

test('a locked cycle is never written, and a rule says everything that is wrong with it', async () => {
  const device = await newDevice()
  await send(device, ['2023-12-31T23:00:00Z', 0], ['2024-01-31T23:00:00Z', 5])
  await rule(device.id, { site: 'porto', from_month: '2024-01' })
  await expect.poll(() => stateOf(device.id, '2024-01')).toEqual(['locked'])
  const litres = await newDevice({ unit: 'L' })
  expect(codes(await rule(litres.id, { site: 'nowhere', aggregation: 'mean' }))).toEqual([
    422,
    'field_id no-conversion',
    'site not-found',
    'aggregation not-used',
  ])
  const second = await newDevice()
  expect(codes(await rule(second.id, { site: 'porto' }))).toEqual([422, 'source taken'])
})

test('what a device measures is written in the unit of the column', async () => {
  const device = await newDevice({ unit: 'MWh', kind: 'interval' })
  await send(device, ['2025-03-31T22:00:00Z', 1], ['2025-04-30T22:00:00Z', 1.234567])
  expect((await rule(device.id, { from_month: '2025-04' })).status).toBe(200)
  await expect.poll(() => stateOf(device.id, '2025-04')).toEqual(['written'])
  const written = (await rows('lyon')).find(({ values }) => values['month'] === '2025-04')
  expect(written?.values['quantity']).toBe(1234.567)
})

test('a key sends and reads readings as far as it was made for it', async () => {
  const device = await newDevice()
  const keyFor = async (scope: string): Promise<string> =>
    (await as('admin', 'POST', '/api_keys', { name: `Key ${made++}`, scopes: [scope] })).body.secret
  const path = `/devices/${device.id}/readings`
  const batch = { readings: [{ at: '2025-01-01T00:00:00Z', value: 1 }] }
  const [reads, writes, other] = await Promise.all(['readings:read', 'readings:write', 'rows:write'].map(keyFor))
  const tried = async (secret = ''): Promise<number[]> => [
    (await bySecret(secret, 'POST', path, batch)).status,
    (await bySecret(secret, 'GET', path)).status,
  ]
  expect([await tried(reads), await tried(writes), await tried(other)]).toEqual([
    [403, 200],
    [200, 200],
    [403, 403],
  ])
})

test('a body that is too large is refused with the limit, and nothing of it is kept', async () => {
  const device = await newDevice()
  const path = `/devices/${device.id}/readings`
  const text = JSON.stringify({ readings: [{ at: '2025-01-01T00:00:00Z', value: 1 }] })
  const reply = await bySecret(device.secret, 'POST', path, text + ' '.repeat(2 << 20))
  expect([reply.status, reply.body.code]).toEqual([413, 'body-too-large'])
  expect((await as('admin', 'GET', path)).body.data).toEqual([])
  const many = Array.from({ length: 5001 }, (_, i) => ({ at: new Date(i * 1000 + 1.7e12).toISOString(), value: i }))
  expect(codes(await bySecret(device.secret, 'POST', path, { readings: many }))).toEqual([422, 'readings too-big'])
})

test('a device that sends without end is told to wait, and others are not', async () => {
  const [wild, calm] = [await newDevice(), await newDevice()]
  let last = 200
  for (let i = 0; i < 61 && last === 200; i++) {
    last = (await send(wild, ['2025-01-01T00:00:00Z', 1])).status
  }
  expect(last).toBe(429)
  expect((await send(calm, ['2025-01-01T00:00:00Z', 1])).status).toBe(200)
})
