/** Who is told that somebody has a sheet open, over real sockets. */
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { PeopleInSheets } from '#shared/events/events.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { TEST_PASSWORD } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
const clients: LiveClient[] = []
const sockets: Socket[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  sockets.splice(0).forEach((socket) => socket.close())
})
afterAll(() => server.close())

/** A page that watches the open cycle: what it was told last, of each table the names. */
async function watch(
  email: string,
): Promise<{ ok: boolean; people: () => Record<string, string[]>; raw: () => unknown }> {
  const auth = { token: await server.token(email) }
  const socket = io(server.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
  sockets.push(socket)
  let told: PeopleInSheets | null = null
  socket.on('people:changed', (event: PeopleInSheets) => (told = event))
  const { ok } = await socket.emitWithAck('cycle:watch', { cycle_id: server.one.openCycleId })
  const sheets = (): PeopleInSheets['sheets'] => told?.sheets ?? []
  return {
    ok,
    people: () => Object.fromEntries(sheets().map((sheet) => [sheet.table_id, sheet.people.map(({ name }) => name)])),
    raw: () => told,
  }
}

async function enter(email: string, tableId: string, token?: string): Promise<LiveClient> {
  const path = `/sheets?table_id=${tableId}&cycle_id=${server.one.openCycleId}`
  const { body } = await server.request(server.one.people.admin, 'GET', path)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: body.parts[0].document, token: token ?? (await server.token(email)) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

const nameOf = (email: string): string => `Person ${email}`

test('a page hears who comes into a sheet and who leaves it, each person once, and is told at once when it begins', async () => {
  const { one } = server
  const page = await watch(one.people.viewer)
  expect(page.raw()).toEqual({ cycle_id: one.openCycleId, sheets: [] })

  const first = await enter(one.people.admin, one.tableId)
  const second = await enter(one.people.admin, one.tableId)
  const owner = await enter(one.people.data_owner, one.tableId)
  const both = [one.people.admin, one.people.data_owner].map(nameOf)
  await expect.poll(page.people).toEqual({ [one.tableId]: both })
  const { id } = await server.database.owner('users').where({ email: one.people.admin }).first('id')
  expect(page.raw()).toMatchObject({ sheets: [{ people: [{ id, colour: userColour(id) }, {}] }] })
  expect((await watch(one.people.auditor)).people()).toEqual({ [one.tableId]: both })

  first.destroy()
  owner.destroy()
  await expect.poll(page.people).toEqual({ [one.tableId]: [nameOf(one.people.admin)] })
  second.destroy()
  await expect.poll(page.people).toEqual({})
})

test('nobody hears of people in a sheet that they may not open: not in another table, not in another company', async () => {
  const { one, two } = server
  const [viewer, moduleOwner, foreign] = [
    await watch(one.people.viewer),
    await watch(one.people.moduleOwner),
    await watch(two.people.admin),
  ]
  expect([viewer.ok, moduleOwner.ok, foreign.ok]).toEqual([true, true, false])
  await enter(one.people.admin, one.otherTableId)
  await enter(one.people.data_owner, one.tableId)
  await expect
    .poll(viewer.people)
    .toEqual({ [one.otherTableId]: [nameOf(one.people.admin)], [one.tableId]: [nameOf(one.people.data_owner)] })
  await expect.poll(moduleOwner.people).toEqual({ [one.tableId]: [nameOf(one.people.data_owner)] })
  expect(foreign.raw()).toBeNull()
})

test('whose sheet is closed by the server has left it, and whose right is taken hears of nobody there any more', async () => {
  const { one } = server
  const { body } = await server.request(null, 'POST', '/auth/login', {
    email: one.people.auditor,
    password: TEST_PASSWORD,
  })
  const [page, watching] = [await watch(one.people.viewer), await watch(one.people.moduleOwner)]
  await enter(one.people.auditor, one.tableId, body.access_token)
  await expect.poll(page.people).toEqual({ [one.tableId]: [nameOf(one.people.auditor)] })
  await expect.poll(watching.people).toEqual(page.people())

  const { id } = await server.database.owner('users').where({ email: one.people.moduleOwner }).first('id')
  await server.database.owner('scoped_roles').where({ user_id: id }).delete()
  await expect.poll(watching.people).toEqual({})
  expect(page.people()).toEqual({ [one.tableId]: [nameOf(one.people.auditor)] })

  await server.request(null, 'POST', '/auth/logout', undefined, { authorization: `Bearer ${body.access_token}` })
  await expect.poll(page.people).toEqual({})
})
