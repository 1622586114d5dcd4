/** What attacks cost a server in memory: one in a process of its own, so that nothing else is measured. */
import { readFileSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { RawSocket } from '#collab/testing/RawSocket.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { LiveFixture, type TestSheet } from '#server/testing/LiveFixture.ts'
import { ServerProcess } from '#server/testing/ServerProcess.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { Innocent } from './testing/Target.ts'

const ROUNDS = sizeOf({ short: 2, long: 100 })
/** What a server keeps of its own is less than what one attack sends. */
const MOST_MB = 10

let database: TestDatabase
let fixture: LiveFixture
let server: ServerProcess
let sheet: TestSheet
let token: string

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await ServerProcess.start(database)
  sheet = await fixture.newSheet()
  token = (await fixture.newPerson('editor')).token
})
afterAll(async () => {
  await server.kill()
  await database.drop()
})

const megabytes = (line: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024

/** From here on `VmHWM` is the most since now. */
const beginPeak = (): void => writeFileSync(`/proc/${server.pid}/clear_refs`, '5')

async function attacker(isSignedIn = true): Promise<RawSocket> {
  const socket = new RawSocket(server.url)
  await socket.opened
  if (isSignedIn) {
    socket.auth(sheet.name, token)
    socket.ask(sheet.name)
    await until(() => socket.framesOf(sheet.name).length > 0, 'signed in')
  }
  return socket
}

function edits(count: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  doc.transact(() => Array.from({ length: count }, (_, i) => doc.getMap('c').set(`row-${i}:4`, i)))
  return Y.encodeStateAsUpdate(doc)
}

const FRAME = new Uint8Array(50 << 20)
const STRUCTS = edits(100_000)
const SOME = edits(2000)

const ATTACKS: Readonly<Record<string, () => Promise<RawSocket>>> = {
  async 'a frame of 50 MB'() {
    const socket = await attacker()
    socket.send(FRAME)
    return socket
  },
  async 'a hundred thousand changes in one update'() {
    const socket = await attacker()
    socket.update(sheet.name, STRUCTS)
    return socket
  },
  async 'a thousand updates of two thousand cells, each with something that may not be written'() {
    const socket = await attacker()
    for (let n = 0; n < 1000; n++) {
      socket.update(sheet.name, SOME)
    }
    return socket
  },
  async 'five hundred documents on one socket'() {
    const socket = await attacker()
    for (let n = 0; n < 500; n++) {
      socket.auth(`part:${1_000_000 + n}@1`, token)
    }
    return socket
  },
  async 'updates before signing in'() {
    const socket = await attacker(false)
    for (let n = 0; n < 500; n++) {
      socket.update(sheet.name, SOME)
    }
    return socket
  },
}

test(`[A11] nothing of what attackers send is kept: less than ${MOST_MB} MB more after ${ROUNDS} rounds of all of them, and others type on`, async () => {
  const client = new LiveClient({ url: server.url, name: sheet.name, token, hasPresence: false })
  await until(() => client.provider.synced, 'open')
  const innocent = new Innocent(client, 'r1', 2)
  const attack = async (): Promise<string[]> => {
    const told: string[] = []
    for (const [name, begin] of Object.entries(ATTACKS)) {
      beginPeak()
      const before = megabytes('VmRSS')
      const socket = await begin()
      await innocent.goesOn(10)
      socket.close()
      told.push(`${name}: ${Math.round(megabytes('VmHWM') - before)} MB`)
    }
    return told
  }
  await attack() // what a server loads and keeps once
  const before = await server.held()
  let told: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    told = await attack()
  }
  const grown = ((await server.held()) - before) / (1 << 20)
  process.stdout.write(
    `memory at its peak, the last of ${ROUNDS} rounds: ${told.join('; ')}; kept: ${Math.round(grown)} MB\n`,
  )
  expect(grown).toBeLessThan(MOST_MB)
  await innocent.stop()
  client.destroy()
}, 600_000)
