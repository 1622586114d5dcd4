/** Two server processes on one database that hear nothing of each other: they find out by asking. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { SIDES, TwoServers } from '../testing/TwoServers.ts'

const RUNS = sizeOf({ short: 4, long: 100 })
/** As in a real server. */
const POLL_MS = 500

let database: TestDatabase
let servers: TwoServers

beforeAll(async () => {
  database = await createTestDatabase()
  servers = await TwoServers.start(database, { pollMs: POLL_MS, isDeaf: true })
})
afterAll(async () => {
  await servers.stop()
  await database.drop()
})

test('[PEER1] without Redis two server processes have what the other wrote, both ways, with no edit afterwards', async () => {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    await servers.open()
    for (const side of SIDES) {
      servers.edit(side)
      times.push(await servers.settle(`run ${run}: one edit at server ${side}`))
    }
    for (let i = 0; i < 40; i++) {
      servers.edit(SIDES[i % 2]!)
    }
    await servers.settle(`run ${run}: edits at both`)
    expect(servers.lost()).toEqual([])
  }
  process.stdout.write(
    `without Redis the other server has an edit after ${Math.round(Math.max(...times))} ms at most\n`,
  )
})
