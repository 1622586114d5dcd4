/** Rights and sessions that end on one server while people are connected to another. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { io, type Socket } from 'socket.io-client'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { TEST_PASSWORD } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import type { RunningServer } from './startServer.ts'

let server: TestServer
let other: RunningServer
const clients: LiveClient[] = []
const sockets: Socket[] = []

beforeAll(async () => {
  server = await startTestServer()
  other = await server.startAnother()
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  sockets.splice(0).forEach((socket) => socket.close())
})
afterAll(() => server.close())

async function signIn(email: string): Promise<string> {
  const { body } = await server.request(null, 'POST', '/auth/login', { email, password: TEST_PASSWORD })
  return body.access_token
}

async function documentName(): Promise<string> {
  const { one } = server
  const path = `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`
  return (await server.request(one.people.admin, 'GET', path)).body.parts[0].document
}

async function openOn(on: { origin: string }, token: string): Promise<LiveClient> {
  const client = new LiveClient({ url: `${on.origin.replace('http', 'ws')}/collab`, name: await documentName(), token })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

/** What the server says to a page that listens for events. */
async function listenOn(on: { origin: string }, token: string): Promise<string[]> {
  const heard: string[] = []
  const socket = io(on.origin, { path: '/events', transports: ['websocket'], auth: { token }, reconnection: false })
  sockets.push(socket)
  socket.on('session:ended', ({ reason }: { reason: string }) => heard.push(reason))
  socket.on('rights:changed', () => heard.push('rights'))
  await new Promise((resolve) => socket.on('connect', () => resolve(undefined)))
  return heard
}

test('[AUTH2] signing out on one server closes what the session has open on every other', async () => {
  const token = await signIn(server.one.people.auditor)
  const staying = await openOn(other, await server.token(server.one.people.admin))
  const [leaving, heard] = [await openOn(other, token), await listenOn(other, token)]

  await server.request(null, 'POST', '/auth/logout', undefined, { authorization: `Bearer ${token}` })

  await expect.poll(() => leaving.closes).toContain('session-ended')
  await expect.poll(() => heard).toEqual(['signed-out'])
  expect(staying.closes).toEqual([])
})

test('a page hears that its person may do something else now, and others do not', async () => {
  const { one, request } = server
  const [auditor, viewer] = [
    await listenOn(other, await signIn(one.people.auditor)),
    await listenOn(other, await signIn(one.people.viewer)),
  ]
  const people: { id: string; email: string }[] = (await request(one.people.admin, 'GET', '/users')).body.data
  const { id } = people.find(({ email }) => email === one.people.auditor)!
  await request(one.people.admin, 'POST', `/users/${id}/grants`, { role: 'data_owner', scope: 'tenant' })
  await expect.poll(() => auditor).toEqual(['rights'])
  expect(viewer).toEqual([])
})

test('[AUTH5] a grant, a membership and a session that end in the database end what is open, on every server', async () => {
  const { database, one } = server
  const userOf = (email: string): Promise<{ id: string }> => database.owner('users').where({ email }).first('id')
  const [owner, viewer, auditor] = [one.people.moduleOwner, one.people.viewer, one.people.auditor]
  const open = async (email: string): Promise<LiveClient> => openOn(other, await signIn(email))
  const [byGrant, byMembership, bySession] = [await open(owner), await open(viewer), await open(auditor)]

  await database
    .owner('scoped_roles')
    .where({ user_id: (await userOf(owner)).id })
    .delete()
  await database
    .owner('memberships')
    .where({ user_id: (await userOf(viewer)).id })
    .update({ deleted_at: new Date() })
  await database
    .owner('sessions')
    .where({ user_id: (await userOf(auditor)).id })
    .update({ expires_at: database.owner.raw("created_at + interval '1 millisecond'") })

  await expect.poll(() => byGrant.closes).toContain('revoked')
  await expect.poll(() => byMembership.closes).toContain('session-ended')
  await expect.poll(() => bySession.closes).toContain('session-ended')
})
