/** A person who is renamed is known by the new name wherever they are shown, over real sockets. */
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { parsePresence } from '#collab/protocol/awareness.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { PeopleInSheets } from '#shared/events/events.ts'
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

async function enter(email: string): Promise<LiveClient> {
  const { one } = server
  const path = `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`
  const name: string = (await server.request(one.people.admin, 'GET', path)).body.parts[0].document
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name, token: await server.token(email) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

/** A page: whom it was told to be in a sheet, and how often that names changed. */
async function listen(email: string, on: { origin: string } = server) {
  const auth = { token: await server.token(email) }
  const socket = io(on.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
  sockets.push(socket)
  const heard = { here: [] as string[], renames: 0 }
  socket.on('names:changed', () => heard.renames++)
  socket.on('people:changed', ({ sheets }: PeopleInSheets) => {
    heard.here = sheets.flatMap(({ people }) => people.map(({ name }) => name))
  })
  await socket.emitWithAck('cycle:watch', { cycle_id: server.one.openCycleId })
  return heard
}

/** What the others in the sheet are called, as this client sees them, with the rows that they have chosen. */
const othersOf = (client: LiveClient): (string | undefined)[][] => {
  const { awareness } = client.provider
  return [...awareness!.getStates()].flatMap(([id, state]) => {
    const presence = id === awareness!.clientID ? null : parsePresence(state)
    return presence === null ? [] : [[presence.user.name, presence.cell?.row]]
  })
}

test('whoever is renamed has the new name at once: in the sheet with their cell, on pages, and in their own session', async () => {
  const { one, two, request } = server
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const row: string = (await request(one.people.admin, 'POST', path, { rows: [{ values: { note: 'x' } }] })).body
    .accepted[0].id
  const [renamed, reader] = [await enter(one.people.data_owner), await enter(one.people.viewer)]
  renamed.provider.awareness!.setLocalState({ cell: { row, ordinal: 4 } })
  await expect.poll(() => othersOf(reader)).toEqual([[`Person ${one.people.data_owner}`, row]])
  const [page, elsewhere, foreign] = [
    await listen(one.people.auditor),
    await listen(one.people.auditor, other),
    await listen(two.people.admin),
  ]

  const { status, body } = await request(one.people.data_owner, 'PATCH', '/me', { name: '  Noor Haddad ' })

  expect([status, body.name]).toEqual([200, 'Noor Haddad'])
  await expect.poll(() => othersOf(reader)).toEqual([['Noor Haddad', row]])
  await expect.poll(() => page.here.toSorted()).toEqual(['Noor Haddad', `Person ${one.people.viewer}`])
  await expect.poll(() => [page.renames, elsewhere.renames]).toEqual([1, 1])
  expect(foreign.renames).toBe(0)
  expect((await request(one.people.data_owner, 'GET', '/me')).body.user.name).toBe('Noor Haddad')
  // where they go next, they still are who they are now
  renamed.provider.awareness!.setLocalState({ cell: { row, ordinal: 3 } })
  await expect.poll(() => othersOf(reader)).toEqual([['Noor Haddad', row]])
})

test('a name that changes in the database is known as well, and who is not signed in renames nobody', async () => {
  const { one, request, database } = server
  const [reader, renamed] = [await enter(one.people.viewer), await enter(one.people.auditor)]
  renamed.provider.awareness!.setLocalState({ cell: null })
  await expect.poll(() => othersOf(reader).length).toBe(1)
  await database.owner('users').where({ email: one.people.auditor }).update({ name: 'Lena Okafor' })
  await expect.poll(() => othersOf(reader).map(([name]) => name)).toEqual(['Lena Okafor'])

  expect((await request(null, 'PATCH', '/me', { name: 'Nobody' })).status).toBe(401)
  const wrong = [{}, { name: ' ' }, { name: 'x'.repeat(101) }, { name: 'A', email: 'b@example.org' }, '{"name":']
  const statuses = await Promise.all(
    wrong.map(async (body) => (await request(one.people.admin, 'PATCH', '/me', body)).status),
  )
  expect(statuses).toEqual([422, 422, 422, 422, 400])
  const entries = await database.owner('audit_log').where({ action: 'user.rename' }).select('before', 'after')
  expect(entries).toEqual([{ before: { name: `Person ${one.people.data_owner}` }, after: { name: 'Noor Haddad' } }])
})
