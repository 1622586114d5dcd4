/**
 * The database is restarted, away, full and out of connections while people type: nothing is acknowledged that is not in it,
 * what was acknowledged stays, and everybody goes on by themselves.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '#server/storage/embedded-postgres/startEmbeddedPostgres.ts'
import { LiveFixture, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { Typist } from './folding/testing/Typist.ts'

const RESTARTS = sizeOf({ short: 4, long: 20 })
const AWAY_MS = sizeOf({ short: 2000, long: 60_000 })
const TYPISTS = 5
const TABLES = ['document_updates', 'documents', 'rows', 'cell_changes', 'bulk_changes', 'audit_log']

let dataDir: string
let cluster: EmbeddedPostgres
let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
let sheet: TestSheet
let typists: Typist[]
let isTyping = false
let typing: Promise<void>
const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  dataDir = await mkdtemp(join(tmpdir(), 'carbonsheet-faults-'))
  cluster = await startEmbeddedPostgres({ dataDir })
  database = await createTestDatabase({ clusterUrl: cluster.url })
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({ snapshotLimits: { rows: 50, bytes: 1 << 20 } })
})
beforeEach(async () => {
  sheet = await fixture.newSheet()
  typists = await Promise.all(
    Array.from({ length: TYPISTS }, async (_, i) => {
      const { token } = await fixture.newPerson('editor')
      const locate = async (): Promise<string> => documentName(sheet.document.documentId, 1)
      return new Typist(
        i,
        (onAcknowledged) => new FollowingClient({ url: server.url, name: sheet.name, token, locate, onAcknowledged }),
      )
    }),
  )
  isTyping = true
  typing = keepTyping()
  await everybodyGoesOn()
})
afterEach(async () => {
  isTyping = false
  await typing
  typists.forEach(({ client }) => client.destroy())
  server.complaints.length = 0
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
  await cluster.stop()
  await rm(dataDir, { recursive: true, force: true })
  process.off('unhandledRejection', note)
})

async function keepTyping(): Promise<void> {
  while (isTyping) {
    typists.filter(({ client }) => client.isReady).forEach((typist) => typist.type())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const acknowledged = (): number => typists.reduce((sum, typist) => sum + typist.acknowledged, 0)

async function everybodyGoesOn(): Promise<void> {
  const before = typists.map((typist) => typist.acknowledged)
  await until(() => typists.every((typist, i) => typist.acknowledged > before[i]! + 10), 'everybody goes on')
}

/** Milliseconds from now until everybody has something acknowledged again; told. */
async function tellRecovery(fault: string): Promise<void> {
  const start = performance.now()
  await everybodyGoesOn()
  process.stdout.write(`${fault}: everybody goes on ${Math.round(performance.now() - start)} ms after it is over\n`)
}

/** Everybody, the database, and what is derived from it agree, and what was acknowledged is there. */
async function nothingIsLost(): Promise<void> {
  isTyping = false
  await typing
  await until(() => typists.every(({ client }) => client.isSaved), 'everything is saved')
  await until(() => new Set(typists.map(({ client }) => client.sheet.fingerprint())).size === 1, 'everybody agrees')
  const cold = await replayFromDatabase(database.owner, sheet.document.documentId)
  expect(cold.fingerprint()).toBe(typists[0]!.client.sheet.fingerprint())
  expect(typists.flatMap((typist) => typist.lost(cold))).toEqual([])
  expect(typists.flatMap(({ client }) => client.overtaken)).toEqual([])
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  expect((await proveAll(database.ownerUrl, 'verify')).problems).toEqual([])
  expect(unhandled).toEqual([])
}

/** What is acknowledged while `during` runs, apart from what was on its way; nothing, if the database is away. */
async function acknowledgedMeanwhile(during: () => Promise<void>): Promise<number> {
  let before: number
  do {
    before = acknowledged()
    await new Promise((resolve) => setTimeout(resolve, 300))
  } while (acknowledged() > before)
  await during()
  return acknowledged() - before
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AWAY_MS))

test(`[DUR2] the database is restarted ${RESTARTS} times without a last word: nothing acknowledged is lost`, async () => {
  for (let n = 0; n < RESTARTS; n++) {
    const { pid } = cluster
    process.kill(pid, 'SIGQUIT')
    await until(() => cluster.pid !== pid, 'another process')
    await tellRecovery('restart')
  }
  await nothingIsLost()
})

test('[DUR2] the database is away for a while: nothing is acknowledged meanwhile, and everything afterwards', async () => {
  await cluster.stop()
  expect(await acknowledgedMeanwhile(pause)).toBe(0)
  cluster = await startEmbeddedPostgres({ dataDir })
  await tellRecovery('outage')
  await nothingIsLost()
  expect(server.complaints.length).toBeGreaterThan(0)
})

test('[DUR2] the database takes no connections for a while', async () => {
  const { owner } = database
  const role = decodeURIComponent(new URL(database.appUrl).username)
  await owner.raw(`ALTER ROLE ${role} CONNECTION LIMIT 0`)
  await owner.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`)
  const isAlone = async (): Promise<boolean> => {
    const { rows } = await owner.raw<{ rows: unknown[] }>(`SELECT FROM pg_stat_activity WHERE usename = '${role}'`)
    return rows.length === 0
  }
  await until(isAlone, 'the server has no connection')
  expect(await acknowledgedMeanwhile(pause)).toBe(0)
  await owner.raw(`ALTER ROLE ${role} CONNECTION LIMIT -1`)
  await tellRecovery('no connections')
  await nothingIsLost()
})

test('[DUR2] the disk of the database is full for a while', async () => {
  const { owner } = database
  await owner.raw(`CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`)
  for (const table of TABLES) {
    await owner.raw(`CREATE TRIGGER disk_is_full BEFORE INSERT OR UPDATE ON ${table} EXECUTE FUNCTION disk_is_full()`)
  }
  expect(await acknowledgedMeanwhile(pause)).toBe(0)
  for (const table of TABLES) {
    await owner.raw(`DROP TRIGGER disk_is_full ON ${table}`)
  }
  await tellRecovery('full disk')
  await nothingIsLost()
})
