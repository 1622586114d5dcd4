/** The server is killed in the very moment in which a page says "saved": the journal has it all the same. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { random } from '#collab/testing/random.ts'
import { LiveFixture, type RunningServer } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { ServerProcess } from '#server/testing/ServerProcess.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { Witnesses } from './Witnesses.ts'

const KILLS = sizeOf({ short: 10, long: 100 })
/** Of one life. */
const MOST_CLAIMS = 5
const POLL = { pollMs: 60 }

let database: TestDatabase
let pool: pg.Pool
let fixture: LiveFixture
/** The one that is killed. */
let server: ServerProcess
/** The one beside it, at which nobody is: it folds. */
let folding: RunningServer

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
  fixture = await new LiveFixture(database).prepare()
  folding = await fixture.startServer({ ...POLL, announceMs: 20 })
  server = await ServerProcess.start(database, POLL)
})
afterAll(async () => {
  await server.kill()
  await fixture.stop()
  await pool.end()
  await database.drop()
})

test(
  `[SAVE1] ${KILLS} times kill -9 in the moment in which "saved" appears: a cold replay has everything that was called saved`,
  async () => {
    const { url } = server
    const next = random(1)
    let left = Infinity
    const group = await Witnesses.open({
      fixture,
      pool,
      urls: [url],
      seed: 1,
      onClaim: () => {
        if (--left === 0) {
          void server.kill()
        }
      },
    })
    for (let life = 0; life < KILLS; life++) {
      left = Math.ceil(next() * MOST_CLAIMS)
      const folds = (await group.documents()).map(({ id }) => folding.collaboration.fold(fixture.tenantId, id))
      await group.live(() => left <= 0)
      await server.kill()
      await Promise.all(folds)
      await group.proveCold()
      server = await ServerProcess.start(database, POLL, Number(new URL(url).port))
    }
    left = Infinity
    await group.settle()
    await group.proveCold()
    for (const { id, generation } of await group.documents()) {
      await replayFromDatabase(database.owner, id)
      expect(generation).toBeGreaterThan(1)
    }
    expect(folding.complaints).toEqual([])
    process.stdout.write(`after ${KILLS} kills all of ${group.claimed} claims are true\n`)
    group.close()
  },
  sizeOf({ short: 100_000, long: 3_600_000 }),
)
