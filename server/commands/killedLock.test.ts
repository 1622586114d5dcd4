/** The server is killed while it locks a large cycle: the cycle is open as before, or locked and sealed, and never between. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf } from '#formulas/testing/context.ts'
import { packStream } from '#server/packs/packStream.ts'
import { verifyPack } from '#server/packs/verifyPack.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { type LargeCycle, largeCycle } from '#server/testing/largeCycle.ts'
import { seedTenant, TEST_PASSWORD, type TestTenant } from '#server/testing/seedTenant.ts'
import { type Product, spawnProduct, stopProduct } from '#server/testing/spawnProduct.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

/** Few enough to be locked while their caller waits (`LARGE_CYCLE_ROWS`). */
const ROWS = sizeOf({ short: 8_000, long: 49_000 })
const ROWS_OF_JOB = sizeOf({ short: 4_000, long: 100_000 })
/** How much of the results is written when it is killed. */
const WRITTEN = sizeOf({ short: [0, 0.7], long: [0, 0.2, 0.4, 0.6, 0.8, 0.95] })
const PATIENCE_MS = sizeOf({ short: 240_000, long: 3_600_000 })
/** What a row of results takes at least. */
const BYTES_PER_ROW = 250

let database: TestDatabase
let tenant: TestTenant
/** Locked while its caller waits, and by a job. */
let cycle: LargeCycle
let cycleOfJob: LargeCycle
let dataDir: string
let product: Product | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'carbonsheet-killed-'))
  tenant = await seedTenant(database.owner, 'One')
  await insertGwps(database.owner, 'AR6', { CO2: 1, 'CH4-fossil': 29.8, N2O: 273 })
  await insertFactors(database.owner, [factorOf('gas', 'kWh', { CO2: 0.2, N2O: 0.0001 })])
  // what killed servers wrote keeps its place, so that whatever is written makes the file of the table larger
  await database.owner.raw('ALTER TABLE run_results SET (autovacuum_enabled = off)')
  const asked = { tenantId: tenant.tenantId, factorIds: ['gas'] }
  cycle = await largeCycle(database.owner, { ...asked, rows: ROWS })
  cycleOfJob = await largeCycle(database.owner, { ...asked, rows: ROWS_OF_JOB })
})
afterAll(async () => {
  if (product !== null) {
    await stopProduct(product.child, 'SIGKILL')
  }
  await database.drop()
  await rm(dataDir, { recursive: true })
})

type Post = (path: string, body: object, headers?: Record<string, string>) => Promise<Response>

async function start(): Promise<Post> {
  product = await spawnProduct({ DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir, SEED: 'none' })
  const { origin } = product
  const post: Post = (path, body, headers = {}) =>
    fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const answer = await post('/auth/login', { email: tenant.people.admin, password: TEST_PASSWORD })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return (path, body, headers) => post(path, body, { ...headers, authorization: `Bearer ${token}` })
}

const lockPath = ({ cycleId }: LargeCycle): string => `/cycles/${cycleId}/status`

/** What everybody can see of it. */
async function stateOf({ cycleId }: LargeCycle) {
  const runs: { id: string; row_count: number | null }[] = await database.owner('runs').where({ cycle_id: cycleId })
  const results = await database
    .owner('run_results')
    .whereIn(
      'run_id',
      runs.map(({ id }) => id),
    )
    .count()
  return {
    ...(await database.owner('cycles').where({ id: cycleId }).first('status')),
    documents: await database.owner('documents').where({ cycle_id: cycleId }).distinct('locked').pluck('locked'),
    runs: runs.map(({ row_count: rows }) => rows),
    results: Number(results[0]?.['count']),
    seals: (await database.owner('seals').where({ cycle_id: cycleId })).length,
    frozen: (await database.owner('assessments_frozen').where({ cycle_id: cycleId })).length,
  }
}

/** Bytes of results, whoever has written them, committed or not. */
async function writtenBytes(): Promise<number> {
  const { rows } = await database.owner.raw(`SELECT pg_relation_size('run_results')::float8 AS bytes`)
  return rows[0].bytes
}

async function untilNobodyIsConnected(): Promise<void> {
  await until(async () => {
    const { rows } = await database.owner.raw(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = current_database() || '_app'`,
    )
    return rows.length === 0
  }, 'the database has given up what the killed server was at')
}

const OPEN = { status: 'open', documents: [false], runs: [], results: 0, seals: 0, frozen: 0 }
const lockedWith = (rows: number) => ({
  status: 'locked',
  documents: [true],
  runs: [rows],
  results: rows,
  seals: 1,
  frozen: 1,
})

async function verifiedRows({ cycleId }: LargeCycle): Promise<number> {
  const verified = await inTenant(database.db, tenant.tenantId, (trx) => verifyPack(() => packStream(trx, cycleId)))
  return verified.rows
}

test(
  'whenever it is killed, nothing of the lock is there; then the lock succeeds and its pack is verified',
  async () => {
    const locked = lockedWith(ROWS)
    let killed = 0
    for (const part of WRITTEN) {
      const post = await start()
      const before = await writtenBytes()
      const answer = post(lockPath(cycle), { status: 'locked' }).catch(() => null)
      await until(async () => (await writtenBytes()) > before + part * ROWS * BYTES_PER_ROW, `${part} is written`)
      await stopProduct(product!.child, 'SIGKILL')
      const isAnswered = (await answer) !== null
      await untilNobodyIsConnected()
      const state = await stateOf(cycle)
      // on a slow machine the lock may be through before it is killed
      expect(isAnswered ? [locked] : [OPEN, locked], `killed when ${part} was written`).toContainEqual(state)
      if (state.status === 'locked') {
        break
      }
      killed++
    }
    expect(killed).toBeGreaterThan(0)
    const post = await start()
    expect([200, 409]).toContain((await post(lockPath(cycle), { status: 'locked' })).status)
    await stopProduct(product!.child, 'SIGKILL')
    expect(await stateOf(cycle)).toEqual(locked)
    expect(await verifiedRows(cycle)).toBe(ROWS)
  },
  PATIENCE_MS,
)

test(
  'killed while a job locks, the cycle is as it was; the next server goes on with the job, and nobody locks beside it',
  async () => {
    const locked = lockedWith(ROWS_OF_JOB)
    const post = await start()
    const before = await writtenBytes()
    const asked = await post(lockPath(cycleOfJob), { status: 'locked' }, { prefer: 'respond-async' })
    expect(asked.status).toBe(202)
    const { id } = (await asked.json()) as { id: string }
    await until(async () => (await writtenBytes()) > before + 0.3 * ROWS_OF_JOB * BYTES_PER_ROW, 'a part is written')
    await stopProduct(product!.child, 'SIGKILL')
    await untilNobodyIsConnected()
    // on a slow machine the lock may be through before it is killed
    expect([OPEN, locked]).toContainEqual(await stateOf(cycleOfJob))
    // that a dead server is noticed in its time is shown by jobs.test.ts; here that time has passed
    await database.owner.raw(`UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 hour'`)
    const postAgain = await start()
    expect((await postAgain(lockPath(cycleOfJob), { status: 'locked' })).status).toBe(409)
    const jobEnds = async (): Promise<boolean> =>
      (await database.owner('jobs').where({ id }).first('finished_at')).finished_at !== null
    await until(jobEnds, 'the job has ended', PATIENCE_MS)
    await stopProduct(product!.child, 'SIGKILL')
    expect(await database.owner('jobs').where({ id }).first('state', 'error')).toEqual({ state: 'done', error: null })
    expect(await stateOf(cycleOfJob)).toEqual(locked)
    expect(await verifiedRows(cycleOfJob)).toBe(ROWS_OF_JOB)
  },
  PATIENCE_MS,
)
