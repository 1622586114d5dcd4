/** The whole path over real sockets, a real journal and one or two servers. */
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { LiveFixture, ROWS, TEXTS, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { until } from '../testing/until.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

const HISTORIES = sizeOf({ short: 100, long: 1000 })
const TOGETHER = 10
let database: TestDatabase
let fixture: LiveFixture
let servers: RunningServer[]

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  servers = [await fixture.startServer(), await fixture.startServer()]
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

const ROLES = ['editor', 'editor', 'boss']

interface Player {
  client: LiveClient
  role: string
  label: string
}

async function joinAll(sheet: TestSheet, serverCount: number, next: () => number): Promise<Player[]> {
  const players = await Promise.all(
    ROLES.map(async (role, i) => {
      const { token } = await fixture.newPerson(role)
      const flushDelay = next() < 0.5 ? false : 10
      const client = new LiveClient({ url: servers[i % serverCount]!.url, name: sheet.name, token, flushDelay })
      return { client, role, label: `${role}${i}` }
    }),
  )
  await until(() => players.every(({ client }) => client.provider.synced), 'everybody is synced')
  return players
}

const mayWrite = (role: string, ordinal: number): boolean => ordinal !== 3 || role === 'boss'

/** Random edits, refused ones among them. Answers the boss' last values of field 3, which nobody else may write. */
async function play(players: readonly Player[], next: () => number): Promise<Map<string, string>> {
  const bossLast = new Map(ROWS.map((row, i) => [row, `seed${i}2`]))
  for (let step = 0; step < 40; step++) {
    const { client, role, label } = players[Math.floor(next() * players.length)]!
    const mark = (row: string, ordinal: number): string => {
      const value = `${mayWrite(role, ordinal) ? 'ok' : 'BAD'}-${label}-${step}`
      if (role === 'boss' && ordinal === 3) {
        bossLast.set(row, value)
      }
      return value
    }
    const kind = next()
    if (kind < 0.55) {
      const [row, ordinal] = [ROWS[Math.floor(next() * 4)]!, TEXTS[Math.floor(next() * 3)]!]
      client.sheet.set(row, ordinal, mark(row, ordinal))
    } else if (kind < 0.75) {
      const [rows, ordinals] = [ROWS.slice(Math.floor(next() * 3)), TEXTS.slice(0, 1 + Math.floor(next() * 3))]
      client.sheet.write(rows, ordinals, (row, column) => mark(rows[row]!, ordinals[column]!))
    } else {
      await new Promise((resolve) => setImmediate(resolve)) // lets some of it travel
    }
  }
  return bossLast
}

async function coldReplay({ tenantId, document }: TestSheet): Promise<string> {
  const seed = await database.owner('document_generations').where({ document_id: document.documentId }).first('seed')
  const updates = await database
    .owner('document_updates')
    .where({ tenant_id: tenantId, document_id: document.documentId })
    .orderBy('seq')
    .select('bytes', 'seq')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seed.seed)
  updates.forEach(({ bytes, seq }: { bytes: Buffer; seq: string }, i: number) => {
    expect(Number(seq)).toBe(i + 1)
    expect(bytes.includes('BAD-'), 'a refused value is in the journal').toBe(false)
    Y.applyUpdate(doc, bytes)
  })
  expect(doc.store.pendingStructs).toBe(null)
  return new Sheet(doc).fingerprint()
}

async function history(seed: number, serverCount: number): Promise<number> {
  const next = random(seed)
  const sheet = await fixture.newSheet()
  const players = await joinAll(sheet, serverCount, next)
  try {
    const bossLast = await play(players, next)
    const isSettled = (): boolean => {
      const prints = players.map(({ client }) => client.sheet.fingerprint())
      return players.every(({ client }) => client.isSaved) && new Set(prints).size === 1 && !prints[0]!.includes('BAD')
    }
    await until(isSettled, `history ${seed} settles`)
    const first = players[0]!.client
    expect(await coldReplay(sheet), `history ${seed}: cold replay`).toBe(first.sheet.fingerprint())
    for (const [row, value] of bossLast) {
      expect(first.sheet.value(row, 3), `history ${seed}: an authorised edit was harmed`).toBe(value)
    }
    for (const { client } of players) {
      for (const { label } of players) {
        expect(client.received.includes(`BAD-${label}-`), `history ${seed}: a refused value travelled`).toBe(false)
      }
      expect(client.closes).toEqual([])
    }
    return players.reduce((sum, { client }) => sum + client.messages.filter(({ type }) => type === 'refused').length, 0)
  } finally {
    players.forEach(({ client }) => client.destroy())
  }
}

test.each([1, 2])(
  '[SYNC1] random histories with refusals on %i server(s): everybody agrees with a cold replay, nobody is harmed',
  async (serverCount) => {
    let refused = 0
    for (let start = 0; start < HISTORIES; start += TOGETHER) {
      const seeds = Array.from({ length: TOGETHER }, (_, i) => serverCount * 10_000 + start + i)
      const counts = await Promise.all(seeds.map((seed) => history(seed, serverCount)))
      refused += counts.reduce((sum, count) => sum + count, 0)
    }
    expect(refused).toBeGreaterThan(HISTORIES)
    expect(servers.flatMap(({ complaints }) => complaints)).toEqual([])
  },
  sizeOf({ short: 120_000, long: 3_600_000 }),
)
