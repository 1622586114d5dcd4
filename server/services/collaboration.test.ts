import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { TEST_FIELDS, TEST_PASSWORD } from '../testing/seedTenant.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'

const NOTE = 2 + TEST_FIELDS.findIndex((field) => field.key === 'note')
const QUANTITY = 2 + TEST_FIELDS.findIndex((field) => field.key === 'quantity')

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const rowsPath = (cycleId = server.one.openCycleId): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`

async function createRow(note: string): Promise<string> {
  const reply = await server.request(server.one.people.admin, 'POST', rowsPath(), {
    rows: [{ values: { note, quantity: 1 } }],
  })
  return reply.body.accepted[0].id
}

const noted = async (note: string): Promise<{ quantity: unknown }[]> => {
  const reply = await server.request(server.one.people.admin, 'GET', `${rowsPath()}&filter[note]=${note}`)
  return reply.body.data.map((row: { values: { quantity: unknown } }) => row.values)
}

/** Of the common part, or of the part with the prices. */
async function documentName(cycleId = server.one.openCycleId, place = 0): Promise<string> {
  const path = `/sheets?table_id=${server.one.tableId}&cycle_id=${cycleId}`
  const { body } = await server.request(server.one.people.admin, 'GET', path)
  return body.parts[place].document
}

async function open(token: string, name: string): Promise<LiveClient> {
  const client = new LiveClient({ url: `${server.origin.replace('http', 'ws')}/collab`, name, token })
  clients.push(client)
  await expect.poll(() => client.provider.synced || client.closes.length > 0).toBe(true)
  return client
}

test('what is written over REST is seen live, and what is typed live is in the next read', async () => {
  const live = await open(await server.token(server.one.people.admin), await documentName())
  const row = await createRow('both-ways')
  await expect.poll(() => live.sheet.value(row, NOTE)).toBe('both-ways')

  live.sheet.set(row, QUANTITY, 42)
  await expect.poll(() => live.isSaved).toBe(true)
  expect(await noted('both-ways')).toEqual([expect.objectContaining({ quantity: 42 })])
})

test('who may only read sees the sheet live, and their edits are refused', async () => {
  const row = await createRow('read-only')
  const auditor = await open(await server.token(server.one.people.auditor), await documentName())

  expect(auditor.sheet.value(row, NOTE)).toBe('read-only')
  auditor.sheet.set(row, QUANTITY, 666)
  await expect.poll(() => auditor.messages.some((message) => message.type === 'refused')).toBe(true)
  expect(await noted('read-only')).toEqual([expect.objectContaining({ quantity: 1 })])
})

test('a part is closed to other tenants, to who may not read its fields, and to nobody in particular', async () => {
  const { one, two } = server
  const secret = { note: 'secret', price: 123_456_789 }
  await server.request(one.people.admin, 'POST', rowsPath(), { rows: [{ values: secret }] })
  const [common, prices] = [await documentName(), await documentName(one.openCycleId, 1)]
  const viewer = await server.token(one.people.viewer)
  expect((await open(viewer, common)).closes).toEqual([])
  expect((await open(await server.token(one.people.auditor), prices)).closes).toEqual([])
  const strangers = [await server.token(two.people.admin), 'nonsense']
  for (const [token, name] of [...strangers.map((token) => [token, common] as const), [viewer, prices] as const]) {
    const client = await open(token, name)
    expect(client.closes).toHaveLength(1)
    expect(client.received).not.toContain('secret')
  }
})

test('nobody edits a locked cycle', async () => {
  const admin = await open(await server.token(server.one.people.admin), await documentName(server.one.lockedCycleId))
  admin.sheet.set('some-row', NOTE, 'too late')

  await expect.poll(() => admin.closes).toContain('locked')
})

test('signing out closes what the session has open, at once, and not what others have', async () => {
  const login = await server.request(null, 'POST', '/auth/login', {
    email: server.one.people.admin,
    password: TEST_PASSWORD,
  })
  const name = await documentName()
  const leaving = await open(login.body.access_token, name)
  const staying = await open(await server.token(server.one.people.auditor), name)

  await server.request(null, 'POST', '/auth/logout', undefined, { authorization: `Bearer ${login.body.access_token}` })

  await expect.poll(() => leaving.closes).toContain('session-ended')
  expect(staying.closes).toEqual([])
  expect((await open(login.body.access_token, name)).closes).toHaveLength(1)
})

test('a role that is taken away ends what it allowed, over REST at once', async () => {
  const { database, one } = server
  const token = await server.token(one.people.moduleOwner)
  expect(
    (await server.request(one.people.moduleOwner, 'POST', rowsPath(), { rows: [{ values: { note: 'last' } }] })).status,
  ).toBe(200)
  await database.owner('scoped_roles').where({ tenant_id: one.tenantId, scope: 'module' }).delete()

  expect((await server.request(one.people.moduleOwner, 'GET', rowsPath())).status).toBe(404)
  expect((await open(token, await documentName())).closes).toHaveLength(1)
})
