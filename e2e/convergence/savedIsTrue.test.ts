/** Whenever a page says "saved", the journal holds what was written on it, however bad the wire is. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { random } from '#collab/testing/random.ts'
import { LiveFixture, type RunningServer } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { BadWire } from './BadWire.ts'
import { Witnesses } from './Witnesses.ts'

const CLAIMS = sizeOf({ short: 500, long: 10_000 })
const PATIENCE_MS = sizeOf({ short: 300_000, long: 3_600_000 })
const SHEETS = 3
const FOLD_EVERY_MS = 500

let database: TestDatabase
let pool: pg.Pool
let fixture: LiveFixture
let servers: RunningServer[]
let wires: BadWire[]

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
  fixture = await new LiveFixture(database).prepare()
  const timing = { pollMs: 60, announceMs: 20 }
  servers = [await fixture.startServer(timing), await fixture.startServer(timing)]
  wires = await Promise.all(servers.map(({ url }, i) => BadWire.start(url, random(i))))
})
afterAll(async () => {
  wires.forEach((wire) => wire.stop())
  await fixture.stop()
  await pool.end()
  await database.drop()
})

test(
  `[SAVE1] "saved" appears ${CLAIMS} times for something new, on wires that delay, hold and break: the journal has it every time`,
  async () => {
    const urls = wires.map(({ url }) => url)
    const groups = await Promise.all(
      Array.from({ length: SHEETS }, (_, seed) => Witnesses.open({ fixture, pool, urls, seed, onClaim: () => {} })),
    )
    const isEnough = (): boolean => groups.reduce((sum, { claimed }) => sum + claimed, 0) >= CLAIMS
    const next = random(1)
    const foldNowAndThen = async (group: Witnesses): Promise<void> => {
      while (!isEnough()) {
        for (const { id } of await group.documents()) {
          await servers[next() < 0.5 ? 0 : 1]!.collaboration.fold(fixture.tenantId, id)
          await new Promise((resolve) => setTimeout(resolve, next() * FOLD_EVERY_MS))
        }
        await group.prove()
      }
    }
    await Promise.all(groups.flatMap((group) => [group.live(isEnough), foldNowAndThen(group)]))
    wires.forEach((wire) => wire.mend())
    for (const group of groups) {
      await group.settle()
      await group.prove()
      for (const { id, generation } of await group.documents()) {
        await replayFromDatabase(database.owner, id)
        expect(generation).toBeGreaterThan(1)
      }
    }
    expect(servers.flatMap(({ complaints }) => complaints)).toEqual([])
    const people = groups.flatMap((group) => group.people)
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
    process.stdout.write(
      `"saved" was true ${sum(groups.map(({ claimed }) => claimed))} times, of ${sum(groups.map(({ words }) => words))} words; ` +
        `${sum(people.map(({ told }) => told))} were said not to be saved, ${sum(wires.map(({ held }) => held))} acknowledgements held, ` +
        `${sum(wires.map(({ cuts }) => cuts))} connections lost\n`,
    )
    groups.forEach((group) => group.close())
  },
  PATIENCE_MS,
)
