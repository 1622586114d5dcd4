/** Sockets on which nobody signs in, and more of them than a server wants. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { NO_METRICS } from '#collab/hocuspocus/LiveMetrics.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { RawSocket } from '#collab/testing/RawSocket.ts'
import { LiveFixture, portsOf, type RunningServer } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

const STRANGERS = 20

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const sockets: RawSocket[] = []
/** How often something was refused, by reason. */
const refusals = new Map<string, number>()
const clients: LiveClient[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({
    socketLimits: { strangers: STRANGERS, crowdedSignInMs: 0 },
    metrics: {
      ...NO_METRICS,
      snapshotDamaged() {},
      refused: (reason, count) => void refusals.set(reason, (refusals.get(reason) ?? 0) + count),
    },
  })
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  sockets.splice(0).forEach((socket) => socket.close())
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

async function stranger(on: RunningServer = server): Promise<RawSocket> {
  const socket = new RawSocket(on.url)
  sockets.push(socket)
  await socket.opened
  return socket
}

async function join(name: string): Promise<LiveClient> {
  const { token } = await fixture.newPerson('editor')
  const client = new LiveClient({ url: server.url, name, token })
  clients.push(client)
  await until(() => client.provider.synced || client.closes.length > 0, 'synced or refused')
  return client
}

test('[SOCK3] of too many sockets on which nobody signs in the oldest are closed, and those that are known are not counted', async () => {
  const { name } = await fixture.newSheet()
  const first = await stranger()
  const known = await join(name)
  const refused = await stranger()
  refused.auth(name, 'no token')
  await until(() => refused.refused.length === 1, 'refused')
  const crowd: RawSocket[] = []
  for (let n = 2; n < STRANGERS; n++) {
    crowd.push(await stranger())
  }
  expect(first.closed).toBeNull()
  crowd.push(await stranger())
  await until(() => first.closed !== null, 'the first is closed')
  expect(first.closed).toEqual({ code: 1008, reason: 'too-many-sockets' })
  expect(refused.closed).toBeNull()
  crowd.push(await stranger())
  await until(() => refused.closed !== null, 'a refused sign-in is none')
  expect(crowd.map(({ closed }) => closed)).toEqual(crowd.map(() => null))
  const late = await join(name)
  expect([known.closes, late.closes]).toEqual([[], []])
  expect([...refusals]).toEqual([
    ['unauthenticated', 1],
    ['too-many-sockets', 3],
  ])
})

test('[SOCK3] whoever is signing in is not closed, however many they are and however long it takes', async () => {
  const gate = Promise.withResolvers<void>()
  const ports = portsOf(database)
  let asked = 0
  const busy = await fixture.startServer({
    socketLimits: { strangers: STRANGERS, crowdedSignInMs: 0 },
    authenticate: async (token) => {
      asked++
      await gate.promise
      return ports.authenticate(token)
    },
  })
  const { name } = await fixture.newSheet()
  const { token } = await fixture.newPerson('editor')
  const entering: RawSocket[] = []
  for (let n = 0; n < STRANGERS; n++) {
    const socket = await stranger(busy)
    socket.auth(name, token)
    socket.ask(name)
    await until(() => asked > n, 'asked')
    entering.push(socket)
  }
  const silent = await stranger(busy)
  await until(() => silent.closed !== null, 'the one who does not sign in is closed')
  gate.resolve()
  await until(() => entering.every((socket) => socket.framesOf(name).length > 0), 'all are in')
  expect(entering.map(({ closed }) => closed)).toEqual(entering.map(() => null))
})

test('[SOCK1] a socket that was sent away is gone soon, although its other side does not answer', async () => {
  const socket = await stranger()
  const { sockets: before } = server.collaboration.count()
  socket.socket.pause()
  socket.send(Uint8Array.of(200, 1, 2))
  await until(() => server.collaboration.count().sockets < before, 'gone', 20_000) // by itself it would be there for 30 s
})
