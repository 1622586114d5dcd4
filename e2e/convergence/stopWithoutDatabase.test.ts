/** A server is asked to stop while the database takes nothing: it ends all the same, and has acknowledged nothing of it. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { BalancedServers } from './BalancedServers.ts'
import { Balancer } from './Balancer.ts'
import { Office } from './Office.ts'

const SERVERS = 2

let database: TestDatabase
let fixture: LiveFixture
let pool: pg.Pool
/** By this the servers reach the database. */
let wire: Balancer
let servers: BalancedServers
let office: Office

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
  fixture = await new LiveFixture(database).prepare()
  wire = await Balancer.start([database.appUrl])
  servers = await BalancedServers.start({ appUrl: wire.through(database.appUrl) }, SERVERS)
  office = await Office.open({ fixture, pool, url: servers.url, people: 10, paceMs: 100 })
})
afterAll(async () => {
  office.close()
  await servers.stop()
  await wire.stop()
  await pool.end()
  await database.drop()
})

const countRows = async (): Promise<number> => {
  const [row] = await database.owner('document_updates').count<{ count: string }[]>('* AS count')
  return Number(row!.count)
}

/** `code`: 1 says that what was begun could not be brought to an end. */
const TROUBLES = [
  {
    what: 'does not answer',
    begin: () => wire.halt(),
    end: () => wire.go(),
    code: 1,
  },
  {
    what: 'is away',
    begin: () => {
      wire.sendTo([])
      wire.cut()
    },
    end: () => wire.sendTo([database.appUrl]),
    code: 0,
  },
]

test.each(TROUBLES)(
  '[STOP3] a server stops while the database $what: it tells everybody and ends by itself, and nothing was acknowledged',
  async ({ what, begin, end, code }) => {
    const { typists } = office
    const { token } = await fixture.newPerson('viewer')
    const reader = new LiveClient({ url: servers.urlOf(0), name: office.document, token })
    await until(() => reader.provider.synced, 'somebody reads at the server that will stop')
    begin()
    const rows = await countRows()
    const acknowledged = typists.map((typist) => typist.acknowledged)
    typists.forEach((typist) => typist.start())
    await until(() => typists.every(({ session }) => session.view().unsavedEdits > 3), 'nobody gets anything saved')
    const stopped = await servers.stopOne(0)
    await Promise.all(typists.map((typist) => typist.stop()))
    expect(typists.map((typist) => typist.acknowledged)).toEqual(acknowledged)
    expect(await countRows()).toBe(rows)
    expect(reader.closes).toContain('stopping')
    expect(stopped.code).toBe(code)
    process.stdout.write(`while the database ${what} a server stops within ${Math.round(stopped.tookMs)} ms\n`)
    reader.destroy()
    end()
    await servers.startOne(0)
    expect(servers.running).toBe(SERVERS)
    await office.expectNothingLost()
    expect(typists.flatMap(({ troubles }) => [...troubles])).toEqual([])
  },
)
