import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

const ordinalOf = (key: string): number => 2 + TEST_FIELDS.findIndex((field) => field.key === key)

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

async function fieldId(key: string): Promise<string> {
  const { one, database } = server
  return (await database.owner('fields').where({ table_id: one.tableId, key }).first('id')).id
}

async function change(as: string | null, key: string, body: unknown): Promise<Reply> {
  return server.request(as, 'PATCH', `/tables/${server.one.tableId}/fields/${await fieldId(key)}`, body)
}

const sheet = async (as: string): Promise<Reply['body']> => {
  const { one } = server
  return (await server.request(as, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)).body
}

async function open(as: string, cycleId = server.one.openCycleId): Promise<LiveClient> {
  const path = `/sheets?table_id=${server.one.tableId}&cycle_id=${cycleId}`
  const name = (await server.request(as, 'GET', path)).body.parts[0].document
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name, token: await server.token(as) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path)

test('only who manages the table may; to others a field that they may not read does not exist', async () => {
  const { one, two, request } = server
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  const replies = await Promise.all(people.map((email) => change(email, 'note', { writers: ['admin'] })))
  expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  const hidden = await Promise.all(people.map((email) => change(email, 'price', { writers: ['admin'] })))
  expect(hidden.map(({ status }) => status)).toEqual([401, 404, 403, 404, 404])
  const lists = await Promise.all(people.map((email) => request(email, 'GET', `/tables/${one.tableId}/fields`)))
  expect(lists.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
})

test('administering rights is not reading: an administrator hands a field over to others, sees nothing of it, and takes it back', async () => {
  const { one, request } = server
  const { admin, auditor } = one.people
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const written = await request(admin, 'POST', path, { rows: [{ values: { note: 'handed over', price: 777_123 } }] })
  const row: string = written.body.accepted[0].id
  const all = async (as: string): Promise<string> => {
    const replies = [
      await request(as, 'GET', path),
      await request(as, 'GET', `/tables/${one.tableId}`),
      await request(as, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`),
      await request(as, 'GET', `/tables/${one.tableId}/rows/${row}/history?cycle_id=${one.openCycleId}`),
    ]
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    return JSON.stringify(replies.map(({ body }) => body))
  }
  const mine = await open(admin)
  const own = { readers: ['auditor'], writers: ['auditor'] }
  expect((await change(admin, 'price', own)).body).toMatchObject({ key: 'price', ...own })
  expect(await all(admin)).not.toMatch(/777123|price/)
  expect(await all(auditor)).toMatch(/777123/)
  await expect.poll(() => mine.messages.some(({ type }) => type === 'describe')).toBe(true)
  expect((await request(admin, 'POST', path, { rows: [{ id: row, values: { price: 1 } }] })).body).toMatchObject({
    accepted: [],
    rejected: [{ errors: [{ path: 'price' }] }],
  })

  const { data } = (await request(admin, 'GET', `/tables/${one.tableId}/fields`)).body
  const price = data.find(({ key }: { key: string }) => key === 'price')
  expect(price).toEqual({
    id: await fieldId('price'),
    key: 'price',
    name: 'price',
    type: 'number',
    ...own,
    released: false,
  })
  await change(admin, 'price', { writers: [] })
  expect(await all(admin)).not.toMatch(/777123|price/)
  expect((await change(admin, 'price', { readers: ['admin', 'auditor'], writers: ['admin'] })).status).toBe(200)
  expect(await all(admin)).toMatch(/777123/)
  const audit = await request(admin, 'GET', `/audit_log?filter[action]=field.access`)
  expect(audit.body.data.slice(0, 3).map(({ after }: { after: object }) => after)).toMatchObject([
    { readers: ['admin', 'auditor'] },
    { writers: [] },
    own,
  ])
})

test.each([
  ['note', {}, ['']],
  ['note', { writers: ['boss'] }, ['writers[0]']],
  ['note', { writers: null, colour: 'red' }, ['colour']],
  ['note', { released: true }, ['released']],
  ['doubled', { writers: ['admin'] }, ['writers']],
  ['price', { writers: ['viewer', 'admin'] }, ['writers']],
])('%s: %j is refused naming %j', async (key, body, expected) => {
  const reply = await change(server.one.people.admin, key, body)
  expect([reply.status, paths(reply)]).toEqual([422, expected])
})

test('[AUTH3] who loses the right to write a field is told, and the next edit is refused; others go on', async () => {
  const { one } = server
  const [owner, admin] = [await open(one.people.moduleOwner), await open(one.people.admin)]
  const row = (
    await server.request(one.people.admin, 'POST', `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`, {
      rows: [{ values: { note: 'before' } }],
    })
  ).body.accepted[0].id
  await expect.poll(() => owner.sheet.value(row, ordinalOf('note'))).toBe('before')

  const reply = await change(one.people.admin, 'note', { writers: ['admin'] })
  expect(reply.body).toMatchObject({ key: 'note', writers: ['admin'], readers: null, released: false })

  const told = (): boolean =>
    owner.messages.some(({ type }) => type === 'describe') &&
    owner.messages.some((one) => one.type === 'rights' && !one.writable.includes(ordinalOf('note')))
  await expect.poll(told).toBe(true)
  owner.sheet.set(row, ordinalOf('note'), 'after')
  await expect.poll(() => owner.messages.some(({ type }) => type === 'refused')).toBe(true)
  admin.sheet.set(row, ordinalOf('note'), 'by admin')
  await expect.poll(() => owner.sheet.value(row, ordinalOf('note'))).toBe('by admin')
  const fields = (await sheet(one.people.moduleOwner)).parts[0]
  expect(fields.fields).toContain('note')
  expect(fields.writable).not.toContain('note')
  const audit = await server.request(one.people.admin, 'GET', `/audit_log?filter[action]=field.access`)
  expect(audit.body.data[0]).toMatchObject({ before: { writers: null }, after: { writers: ['admin'] } })
  await change(one.people.admin, 'note', { writers: null })
})

test('who may read a field changes while people have it open: its cells go with it, and who lost it is cut off from them', async () => {
  const { one, request } = server
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const written = await request(one.people.admin, 'POST', path, { rows: [{ values: { checked_by: 'CANARY' } }] })
  const row = written.body.accepted[0].id
  const partOf = async (as: string): Promise<string | undefined> =>
    (await sheet(as)).parts.find(({ fields }: { fields: string[] }) => fields.includes('checked_by'))?.part
  const viewer = await open(one.people.viewer)
  await expect.poll(() => viewer.sheet.value(row, ordinalOf('checked_by'))).toBe('CANARY')

  const reply = await change(one.people.admin, 'checked_by', { readers: ['auditor', 'admin'] })
  expect(reply.body).toMatchObject({ readers: ['admin', 'auditor'], writers: ['auditor', 'admin'] })

  expect([await partOf(one.people.admin), await partOf(one.people.viewer)]).toEqual(['admin+auditor', undefined])
  const values = async (as: string) =>
    (await request(as, 'GET', path)).body.data.find(({ id }: { id: string }) => id === row).values
  expect((await values(one.people.auditor)).checked_by).toBe('CANARY')
  expect(await values(one.people.viewer)).not.toHaveProperty('checked_by')
  await expect.poll(() => viewer.messages.some(({ type }) => type === 'generation')).toBe(true)
  const again = await open(one.people.viewer)
  expect(again.received).not.toContain('CANARY')
  expect((await change(one.people.admin, 'checked_by', { readers: null })).body.readers).toBe(null)
  expect(await partOf(one.people.viewer)).toBe('common')
})

test('a released result is read by who may not read its inputs: as a value, without the formula', async () => {
  const { one, request, database } = server
  const own = { tenant_id: one.tenantId, table_id: one.tableId, position: 90 }
  await database.owner('fields').insert([
    { ...own, key: 'cost', name: 'Cost', type: 'formula', unit: 'kWh', formula: 'quantity * price', ordinal: 90 },
    { ...own, key: 'twice', name: 'Twice', type: 'formula', unit: 'kWh', formula: 'cost * 2', ordinal: 91 },
  ])
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const values = { note: 'priced', quantity: 10, price: 123_456 }
  await request(one.people.admin, 'POST', path, { rows: [{ values }] })
  const read = async (as: string) => (await request(as, 'GET', `${path}&filter[note]=priced`)).body.data[0]
  expect((await read(one.people.viewer)).computed).toEqual({ doubled: 20 })

  const inSheet = async (as: string, wanted = 'cost') =>
    (await sheet(as)).table.fields.find(({ key }: { key: string }) => key === wanted)
  expect(await inSheet(one.people.viewer)).toBe(undefined)
  const viewer = await open(one.people.viewer)
  const described = (): number => viewer.messages.filter(({ type }) => type === 'describe').length
  expect((await change(one.people.admin, 'cost', { released: true })).body).toMatchObject({ released: true })
  expect(viewer.closes).toEqual([])
  await expect.poll(described).toBe(1)
  const row = await read(one.people.viewer)
  expect(row.computed).toEqual({ doubled: 20, cost: 1_234_560, twice: 2_469_120 })
  expect(row.values).not.toHaveProperty('price')
  const table = (await request(one.people.viewer, 'GET', `/tables/${one.tableId}`)).body
  const cost = table.fields.find(({ key }: { key: string }) => key === 'cost')
  expect(cost).toMatchObject({ type: 'formula', formula: null, released: true })
  expect(JSON.stringify(table)).not.toContain('price')
  expect(await inSheet(one.people.viewer)).toEqual(cost)
  expect(await inSheet(one.people.viewer, 'twice')).toMatchObject({ type: 'formula', formula: null })
  expect(JSON.stringify(await sheet(one.people.viewer))).not.toContain('price')
  expect((await inSheet(one.people.auditor)).formula).toBe('quantity * price')
  expect(viewer.received).not.toContain('123456')
  const fields: { key: string; formula: string }[] = (await sheet(one.people.admin)).table.fields
  expect(fields.find(({ key }) => key === 'cost')!.formula).toContain('price')

  await change(one.people.admin, 'cost', { readers: ['admin', 'data_owner'] })
  await expect.poll(described).toBe(2)
  expect(await inSheet(one.people.viewer)).toBe(undefined)
  expect(await inSheet(one.people.data_owner)).toMatchObject({ formula: null })
  await change(one.people.admin, 'cost', { readers: null, released: false })
  expect(await inSheet(one.people.data_owner)).toBe(undefined)
  expect((await read(one.people.viewer)).computed).toEqual({ doubled: 20 })
})

test('when a field is hidden its gaps leave the flags of the rows, and are in them again when everybody may read it', async () => {
  const { one, database, request } = server
  const { admin } = one.people
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  await change(admin, 'read_on', { validation: { required: true } })
  const values = { site: 'lyon', month: '2025-02', quantity: 5 }
  const { body } = await request(admin, 'POST', path, { rows: [{ values }] })
  const row: string = body.accepted[0].id
  const isIncomplete = async (): Promise<boolean> => {
    await request(admin, 'GET', path)
    expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
    return (await database.owner('rows').where({ row_id: row }).first('incomplete')).incomplete
  }
  expect(await isIncomplete()).toBe(true)
  expect((await change(admin, 'read_on', { readers: ['admin'], writers: ['admin'] })).status).toBe(200)
  expect(await isIncomplete()).toBe(false)
  expect((await change(admin, 'read_on', { readers: null, writers: null })).status).toBe(200)
  expect(await isIncomplete()).toBe(true)
})
