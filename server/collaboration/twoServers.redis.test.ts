/** Two server processes and a real Redis that is cut, restarted, emptied and halted while people write. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parsePresence, type PresenceState } from '#collab/protocol/awareness.ts'
import type { LiveClient } from '#collab/testing/LiveClient.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { RedisServer } from '../testing/RedisServer.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { SIDES, TwoServers, type Side } from '../testing/TwoServers.ts'
import { until } from '../testing/until.ts'

/** Of each fault on each side. */
const RUNS = sizeOf({ short: 1, long: 10 })
/** The first time of each fault lasts long. */
const LONG_MS = sizeOf({ short: 1500, long: 60_000 })
const BRIEF_MS = sizeOf({ short: 1500, long: 3000 })

let redis: RedisServer
let database: TestDatabase
let servers: TwoServers

beforeAll(async () => {
  redis = await RedisServer.start()
  database = await createTestDatabase()
  // hardly ever asking and hearing nothing of the database: only Redis can be fast here
  servers = await TwoServers.start(database, { redisUrl: redis.url, pollMs: 500, isDeaf: true })
})
afterAll(async () => {
  await servers.stop()
  await redis.kill()
  await database.drop()
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function editSome(sides: readonly Side[], count = 20): Promise<void> {
  for (let i = 0; i < count; i++) {
    servers.edit(sides[i % sides.length]!)
    await pause(2)
  }
}

/** What becomes of Redis while people write, and that it is well again afterwards. */
const FAULTS: Readonly<Record<string, (write: () => Promise<void>, ms: number) => Promise<void>>> = {
  async 'is away for a while'(write, ms) {
    await redis.kill()
    await write()
    await pause(ms)
    await redis.startAgain()
  },
  async 'is restarted in between'(write) {
    const writing = write()
    await redis.kill()
    await redis.startAgain()
    await writing
  },
  async 'is emptied, and all its connections end'(write) {
    const writing = write()
    await redis.flush()
    await writing
  },
  async 'answers nothing for a while'(write, ms) {
    redis.halt()
    await write()
    await pause(ms)
    redis.goOn()
  },
}

test.each(Object.keys(FAULTS))(
  '[PEER2] Redis %s, with edits on one side and on both and none afterwards: all are equal, and nothing is lost',
  async (fault) => {
    for (let run = 0; run < RUNS; run++) {
      for (const sides of [[0], [1], SIDES] as const) {
        await servers.open()
        await editSome(SIDES)
        await FAULTS[fault]!(() => editSome(sides), run === 0 ? LONG_MS : BRIEF_MS)
        await servers.settle(`Redis ${fault}, edits at ${sides.join(' and ')}`)
        expect(servers.lost()).toEqual([])
      }
    }
  },
)

test('[PEER2] with Redis the other server has an edit at once, and so again after an outage', async () => {
  await servers.open()
  const median = async (): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < 20; i++) {
      servers.edit(SIDES[i % 2]!)
      times.push(await servers.settle('one edit'))
    }
    return times.toSorted((a, b) => a - b)[10]!
  }
  const before = await median()
  await redis.kill()
  const without = await median()
  await redis.startAgain()
  await servers.settle('everything')
  await until(async () => (await median()) < without / 2, 'Redis makes it fast again')
  process.stdout.write(
    `an edit is at the other server after ${Math.round(before)} ms with Redis, ${Math.round(without)} ms without\n`,
  )
})

const cellsOf = (client: LiveClient): (PresenceState['cell'] | undefined)[] =>
  [...client.provider.awareness!.getStates().values()].map((state) => parsePresence(state)?.cell)

test('[AWR3] people of other servers are seen where they are, and are gone when they leave', async () => {
  await servers.open()
  const [there, here] = [servers.people(0)[0]!, servers.people(1)[0]!]
  there.provider.setAwarenessField('cell', { row: 'r7', ordinal: 3 })
  await until(() => cellsOf(here).some((cell) => cell?.row === 'r7'), 'seen')
  const states = here.provider.awareness!.getStates()
  expect(parsePresence(states.get(there.doc.clientID))?.user.name).toBe('editor')
  there.destroy()
  await until(() => !states.has(there.doc.clientID), 'gone')
})
