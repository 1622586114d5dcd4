/** Random histories with refusals and folds over real sockets, on one server and on two. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { random } from '#collab/testing/random.ts'
import { LiveFixture, ROWS, TEXTS, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const HISTORIES = sizeOf({ short: 30, long: 1000 })
const TOGETHER = 6
const STEPS = 50
const ROLES = ['editor', 'editor', 'boss']

let database: TestDatabase
let fixture: LiveFixture
let servers: RunningServer[]

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  // so long people get to write between a fold and its end
  servers = await Promise.all([0, 1].map(() => fixture.startServer({ announceMs: 20 })))
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

interface Player {
  client: FollowingClient
  role: string
  label: string
}

async function joinAll(sheet: TestSheet, serverCount: number, next: () => number): Promise<Player[]> {
  const locate = async (): Promise<string> => {
    const { generation } = await database.owner('documents').where({ id: sheet.document.documentId }).first()
    return documentName(sheet.document.documentId, generation)
  }
  const players = await Promise.all(
    ROLES.map(async (role, i) => {
      const { token } = await fixture.newPerson(role)
      const { url } = servers[i % serverCount]!
      const flushDelay = next() < 0.5 ? false : 10
      const client = new FollowingClient({ url, name: sheet.name, token, locate, flushDelay })
      return { client, role, label: `${role}${i}` }
    }),
  )
  await until(() => players.every(({ client }) => client.isReady), 'everybody is there')
  return players
}

const mayWrite = (role: string, ordinal: number): boolean => ordinal !== 3 || role === 'boss'

/** Answers the boss' last values of field 3, which nobody else may write. */
async function play(
  sheet: TestSheet,
  players: readonly Player[],
  serverCount: number,
  next: () => number,
): Promise<Map<string, string>> {
  const bossLast = new Map(ROWS.map((row, i) => [row, `seed${i}2`]))
  const folds: Promise<string>[] = []
  for (let step = 0; step < STEPS; step++) {
    const { client, role, label } = players[Math.floor(next() * players.length)]!
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!
    const mark = (row: string, ordinal: number): string => {
      const value = `${mayWrite(role, ordinal) ? 'ok' : 'BAD'}-${label}-${step}`
      if (role === 'boss' && ordinal === 3) {
        bossLast.set(row, value)
      }
      return value
    }
    const kind = next()
    if (kind < 0.45) {
      const [row, ordinal] = [pick(ROWS), pick(TEXTS)]
      client.set(row, ordinal, mark(row, ordinal))
    } else if (kind < 0.65) {
      const [rows, ordinals] = [ROWS.slice(Math.floor(next() * 3)), TEXTS.slice(0, 1 + Math.floor(next() * 3))]
      client.write(rows, ordinals, (row, column) => mark(rows[row]!, ordinals[column]!))
    } else if (kind < 0.72) {
      client.set(pick(ROWS), ORDER, `V${step}${label.at(-1)}`)
    } else if (kind < 0.78) {
      client.set(pick(ROWS), DELETED, next() < 0.5)
    } else if (kind < 0.83) {
      const { collaboration } = servers[Math.floor(next() * serverCount)]!
      folds.push(collaboration.fold(sheet.tenantId, sheet.document.documentId))
    } else {
      await new Promise((resolve) => setTimeout(resolve, next() * 40)) // lets some of it travel
    }
  }
  await Promise.all(folds)
  return bossLast
}

async function history(seed: number, serverCount: number): Promise<{ refused: number; moves: number }> {
  const next = random(seed)
  const sheet = await fixture.newSheet()
  const players = await joinAll(sheet, serverCount, next)
  try {
    const bossLast = await play(sheet, players, serverCount, next)
    const isSettled = (): boolean => {
      const prints = players.map(({ client }) => client.sheet.fingerprint())
      return players.every(({ client }) => client.isSaved) && new Set(prints).size === 1 && !prints[0]!.includes('BAD')
    }
    await until(isSettled, `history ${seed} settles`)
    const first = players[0]!.client
    const cold = await replayFromDatabase(database.owner, sheet.document.documentId)
    expect(cold.fingerprint(), `history ${seed}: cold replay`).toBe(first.sheet.fingerprint())
    const { overtaken } = players[2]!.client
    for (const [row, value] of bossLast) {
      // what was typed over a cell that is just being repaired may be offered to its author instead of written again
      const isOffered = overtaken.some((one) => one.row === row && one.value === value)
      expect(isOffered ? value : first.sheet.value(row, 3), `history ${seed}: an authorised edit was harmed`).toBe(
        value,
      )
    }
    for (const { client } of players) {
      expect(client.received.includes('BAD-'), `history ${seed}: a refused value travelled`).toBe(false)
    }
    const stored = await database.owner('document_updates').where({ document_id: sheet.document.documentId })
    expect(
      stored.some(({ bytes }) => bytes.includes('BAD-')),
      `history ${seed}: a refused value is kept`,
    ).toBe(false)
    const refused = players.flatMap(({ client }) => client.messages.filter(({ type }) => type === 'refused'))
    return { refused: refused.length, moves: first.moves }
  } finally {
    players.forEach(({ client }) => client.destroy())
  }
}

test.each([1, 2])(
  '[SYNC1] random histories with refusals and folds on %i server(s): everybody agrees with a cold replay, nobody is harmed',
  async (serverCount) => {
    const totals = { refused: 0, moves: 0 }
    for (let start = 0; start < HISTORIES; start += TOGETHER) {
      const seeds = Array.from({ length: TOGETHER }, (_, i) => serverCount * 100_000 + start + i)
      for (const { refused, moves } of await Promise.all(seeds.map((seed) => history(seed, serverCount)))) {
        totals.refused += refused
        totals.moves += moves
      }
    }
    expect(totals.refused).toBeGreaterThan(HISTORIES)
    expect(totals.moves).toBeGreaterThan(HISTORIES / 2)
    expect(servers.flatMap(({ complaints }) => complaints)).toEqual([])
  },
  sizeOf({ short: 180_000, long: 7_200_000 }),
)
