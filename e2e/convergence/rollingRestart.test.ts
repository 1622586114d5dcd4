/** Servers are restarted one after the other behind one address while people type: nobody notices more than a pause. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveFixture } from '#server/testing/LiveFixture.ts'
import type { Stopped } from '#server/testing/ServerProcess.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { BalancedServers } from './BalancedServers.ts'
import { Office } from './Office.ts'

const SERVERS = 3
const OFFICES = 5
const PEOPLE_EACH = 10
const ROUNDS = sizeOf({ short: 1, long: 10 })
/** Two cores carry the servers, the database and all the pages. */
const PACE_MS = 400

let database: TestDatabase
let pool: pg.Pool
let servers: BalancedServers
let offices: Office[]

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
  const fixture = await new LiveFixture(database).prepare()
  servers = await BalancedServers.start(database, SERVERS)
  const options = { fixture, pool, url: servers.url, people: PEOPLE_EACH, paceMs: PACE_MS }
  offices = await Promise.all(Array.from({ length: OFFICES }, () => Office.open(options)))
})
afterAll(async () => {
  offices.forEach((office) => office.close())
  await servers.stop()
  await pool.end()
  await database.drop()
})

test(
  `[STOP2] ${SERVERS} servers are restarted one after the other under ${OFFICES * PEOPLE_EACH} typists: nothing is lost and nobody sees an error`,
  async () => {
    const typists = offices.flatMap((office) => office.typists)
    typists.forEach((typist) => typist.start())
    const stops: Stopped[] = []
    for (let round = 0; round < ROUNDS; round++) {
      for (let place = 0; place < SERVERS; place++) {
        const before = typists.map(({ acknowledged }) => acknowledged)
        stops.push(await servers.stopOne(place))
        await servers.startOne(place)
        await until(
          () => typists.every(({ acknowledged }, i) => acknowledged > before[i]!),
          `round ${round}, server ${place}: everybody goes on`,
        )
      }
    }
    await Promise.all(typists.map((typist) => typist.stop()))
    for (const office of offices) {
      await office.expectNothingLost()
    }
    expect(stops.map(({ code, complaints }) => ({ code, complaints }))).toEqual(
      stops.map(() => ({ code: 0, complaints: [] })),
    )
    const shown = typists.flatMap((typist) => [...typist.shown])
    expect(shown.filter((kind) => !['saved', 'saving', 'editing', 'offline'].includes(kind))).toEqual([])
    expect(typists.flatMap(({ troubles }) => [...troubles])).toEqual([])
    const gaps = typists.map(({ longestGapMs }) => Math.round(longestGapMs)).sort((a, b) => a - b)
    process.stdout.write(
      `rolling restart: longest pause of a person ${gaps[gaps.length >> 1]} ms (median), ${gaps.at(-1)} ms (worst), ` +
        `typing every ${PACE_MS} ms; servers stopped within ${stops.map(({ tookMs }) => Math.round(tookMs)).join(', ')} ms\n`,
    )
  },
  sizeOf({ short: 120_000, long: 3_600_000 }),
)
