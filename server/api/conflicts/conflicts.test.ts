import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ConflictReply } from '#shared/api/conflicts.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

const NOTE = 2 + TEST_FIELDS.findIndex((field) => field.key === 'note')
let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const query = (): string => `table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
const conflictsOf = async (who: Who, query_ = query()): Promise<ConflictReply[]> =>
  (await server.request(server.one.people[who], 'GET', `/conflicts?${query_}`)).body.data

async function open(who: Who): Promise<LiveClient> {
  const email = server.one.people[who]
  const { body } = await server.request(email, 'GET', `/sheets?${query()}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: body.parts[0].document, token: await server.token(email) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

async function newRow(): Promise<string> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const rows = [{ values: { note: 'before' } }]
  const { body } = await server.request(server.one.people.admin, 'POST', path, { rows })
  return body.accepted[0].id
}

/** The owner types while away; the administrator types online; the owner comes back. */
async function meet(row: string): Promise<{ owner: LiveClient; admin: LiveClient }> {
  const [owner, admin] = [await open('data_owner'), await open('admin')]
  await expect.poll(() => owner.sheet.value(row, NOTE)).toBe('before')
  const socket = owner.provider.configuration.websocketProvider
  socket.disconnect()
  await expect.poll(() => owner.provider.synced).toBe(false)
  owner.sheet.set(row, NOTE, 'typed offline')
  admin.sheet.set(row, NOTE, 'typed online')
  await expect.poll(() => admin.isSaved).toBe(true)
  await socket.connect()
  await expect.poll(() => owner.isSaved).toBe(true)
  return { owner, admin }
}

test('[CONF3] both people are told of a conflict, find both values, and one of them decides for both', async () => {
  const row = await newRow()
  const { owner, admin } = await meet(row)
  for (const client of [owner, admin]) {
    await expect.poll(() => client.messages.some(({ type }) => type === 'conflicts')).toBe(true)
  }
  const [conflict, ...more] = await conflictsOf('data_owner')
  expect(more).toEqual([])
  expect(await conflictsOf('admin')).toEqual([conflict])
  expect([conflict?.kept, conflict?.lost].toSorted()).toEqual(['typed offline', 'typed online'])
  expect(conflict).toMatchObject({ row_id: row, field: 'note', kept: admin.sheet.value(row, NOTE) })
  const { one, two } = server
  const settle = (email: string) => server.request(email, 'POST', `/conflicts/${conflict!.id}/settle`)
  expect([await conflictsOf('viewer'), await conflictsOf('moduleOwner')]).toEqual([[], []])
  expect((await settle(one.people.viewer)).status).toBe(404)
  expect((await settle(two.people.admin)).status).toBe(404)
  expect((await server.request(two.people.admin, 'GET', `/conflicts?${query()}`)).status).toBe(404)

  expect((await settle(one.people.admin)).status).toBe(204)
  expect([await conflictsOf('admin'), await conflictsOf('data_owner')]).toEqual([[], []])
})

test('[CONF3] a conflict is over when somebody writes the cell anew', async () => {
  const row = await newRow()
  const { admin } = await meet(row)
  await expect.poll(async () => (await conflictsOf('admin')).length).toBe(1)
  admin.sheet.set(row, NOTE, 'agreed')
  await expect.poll(() => admin.isSaved).toBe(true)
  expect([await conflictsOf('admin'), await conflictsOf('data_owner')]).toEqual([[], []])
})
