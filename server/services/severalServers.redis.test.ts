/** Whole servers side by side with a real Redis between them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { io } from 'socket.io-client'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { CycleChanged, PeopleInSheets } from '#shared/events/events.ts'
import { RedisServer } from '#server/testing/RedisServer.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

const NOTE = 2 + TEST_FIELDS.findIndex((field) => field.key === 'note')

let redis: RedisServer
let server: TestServer

beforeAll(async () => {
  redis = await RedisServer.start()
  server = await startTestServer({ redisUrl: redis.url })
})
afterAll(async () => {
  await server.close()
  await redis.kill()
})

test('a page at one server hears of what is written at the other, and nobody hears what they may not', async () => {
  const { one, two } = server
  const other = await server.startAnother()
  const listen = async (email: string) => {
    const auth = { token: await server.token(email) }
    const socket = io(other.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
    const heard: CycleChanged[] = []
    socket.on('cycle:changed', (event: CycleChanged) => heard.push(event))
    await socket.emitWithAck('cycle:watch', { cycle_id: one.openCycleId })
    return { socket, heard }
  }
  const [viewer, moduleOwner, foreign] = await Promise.all(
    [one.people.viewer, one.people.moduleOwner, two.people.admin].map(listen),
  )
  const path = `/tables/${one.otherTableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(one.people.admin, 'POST', path, { rows: [{ values: { month: '2025-02' } }] })
  await expect.poll(() => viewer!.heard.map(({ table_id }) => table_id)).toEqual([one.otherTableId])
  expect([...moduleOwner!.heard, ...foreign!.heard]).toEqual([])
  for (const { socket } of [viewer!, moduleOwner!, foreign!]) {
    socket.close()
  }
})

test('who is in a sheet at one server is told to pages at the other, and that they left', async () => {
  const { one } = server
  const other = await server.startAnother()
  const auth = { token: await server.token(one.people.viewer) }
  const socket = io(other.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
  let told: PeopleInSheets['sheets'] = []
  socket.on('people:changed', ({ sheets }: PeopleInSheets) => (told = sheets))
  await socket.emitWithAck('cycle:watch', { cycle_id: one.openCycleId })
  const path = `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`
  const client = new LiveClient({
    url: `${server.origin.replace('http', 'ws')}/collab`,
    name: (await server.request(one.people.admin, 'GET', path)).body.parts[0].document,
    token: await server.token(one.people.admin),
  })
  await expect
    .poll(() => told.map((sheet) => [sheet.table_id, sheet.people.map(({ name }) => name)]))
    .toEqual([[one.tableId, [`Person ${one.people.admin}`]]])
  client.destroy()
  await expect.poll(() => told).toEqual([])
  socket.close()
  await other.stop()
})

test('a server starts, works and stops without the Redis that it was told of', async () => {
  await redis.kill()
  const alone = await server.startAnother()
  const { one } = server
  const sheet = await server.request(
    one.people.admin,
    'GET',
    `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`,
  )
  const client = new LiveClient({
    url: `${alone.origin.replace('http', 'ws')}/collab`,
    name: sheet.body.parts[0].document,
    token: await server.token(one.people.admin),
  })
  await expect.poll(() => client.provider.synced).toBe(true)
  client.sheet.set('r1', NOTE, 'without Redis')
  await expect.poll(() => client.isSaved).toBe(true)
  expect((await fetch(`${alone.origin}/readyz`)).status).toBe(200)
  client.destroy()
  await alone.stop()
})
