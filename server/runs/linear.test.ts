/** A large cycle is sealed, packed and verified in blocks: the work grows with its rows, and what is held does not. */
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf } from '#formulas/testing/context.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { openPackFile } from '../packs/openPackFile.ts'
import { packStream } from '../packs/packStream.ts'
import { readTar } from '../packs/readTar.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { insertFactors, insertGwps } from '../testing/insertFactors.ts'
import { type LargeCycle, largeCycle } from '../testing/largeCycle.ts'
import { seedTenant } from '../testing/seedTenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { HISTORY_BLOCK } from './cycleHistory.ts'
import { ROWS_BLOCK } from './makeRun.ts'
import { sealCycle } from './sealCycle.ts'

const VERIFY = fileURLToPath(new URL('../packs/main.ts', import.meta.url))
const ROWS = sizeOf({ short: 24_000, long: 1_000_000 })
/** A verification holds about 30 without any rows; with all of these and their history it would be more than twice that. */
const HEAP_MB = sizeOf({ short: 56, long: 512 })
const PATIENCE_MS = sizeOf({ short: 240_000, long: 3_600_000 })

let database: TestDatabase
let tenantId: string
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'carbonsheet-linear-'))
  tenantId = (await seedTenant(database.owner, 'One')).tenantId
  await insertGwps(database.owner, 'AR6', { CO2: 1, 'CH4-fossil': 29.8, N2O: 273 })
  await insertFactors(database.owner, [factorOf('gas', 'kWh', { CO2: 0.2, 'CH4-fossil': 0.001, N2O: 0.0001 })])
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const cycleOf = (rows: number, rowsPerSheet: number): Promise<LargeCycle> =>
  largeCycle(database.owner, { tenantId, factorIds: ['gas'], rows, rowsPerSheet })

async function seal({ cycleId }: LargeCycle): Promise<void> {
  await inTenant(database.db, tenantId, async (trx) => {
    await trx('cycles').where({ id: cycleId }).update({ status: 'locked' })
    await sealCycle(trx, { tenantId, cycleId, sealedBy: null, sealedLater: false })
  })
}

async function packFile(name: string, { cycleId }: LargeCycle): Promise<string> {
  const path = join(folder, name)
  await inTenant(database.db, tenantId, (trx) =>
    pipeline(Readable.from(packStream(trx, cycleId)), createWriteStream(path)),
  )
  return path
}

/** How many statements there were, and the most rows that one of them answered with. */
async function statementsOf(work: () => Promise<unknown>): Promise<{ count: number; mostRows: number }> {
  const seen = { count: 0, mostRows: 0 }
  const note = (response: unknown): void => {
    const rows: unknown = Array.isArray(response) ? response : Object(response).rows
    seen.count++
    seen.mostRows = Math.max(seen.mostRows, Array.isArray(rows) ? rows.length : 0)
  }
  database.db.on('query-response', note)
  await work()
  database.db.removeListener('query-response', note)
  return seen
}

test(
  'each block of rows costs the same statements, however many there are, and none answers with more than one',
  async () => {
    const blocks = [1, 2, 3]
    const cycles = []
    for (const count of blocks) {
      cycles.push(await cycleOf(count * ROWS_BLOCK - 1, 100_000))
    }
    for (const work of [seal, (cycle: LargeCycle) => packFile('small.tar', cycle)]) {
      const seen = []
      for (const cycle of cycles) {
        seen.push(await statementsOf(() => work(cycle)))
      }
      const [one, two, three] = seen.map(({ count }) => count)
      expect(two! - one!).toBeGreaterThan(0)
      expect(three! - two!).toBe(two! - one!)
      expect(seen.every(({ mostRows }) => mostRows <= ROWS_BLOCK)).toBe(true)
    }
  },
  PATIENCE_MS,
)

test(
  `a pack of ${ROWS} rows is files of one block each, and is verified with ${HEAP_MB} MB of heap`,
  async () => {
    const cycle = await cycleOf(ROWS, ROWS / 2)
    await seal(cycle)
    const path = await packFile('large.tar', cycle)
    const lines = { rows: 0, history: 0 }
    for await (const { path: name, content } of readTar((await openPackFile(path))())) {
      const most = name.startsWith('history/') ? HISTORY_BLOCK : ROWS_BLOCK
      const count = content.toString().split('\n').length - 1
      expect(count).toBeLessThanOrEqual(most)
      lines.rows += name.startsWith('rows/') ? count : 0
      lines.history += name.startsWith('history/') ? count : 0
    }
    // seven cells of each, and that it was added
    expect(lines).toEqual({ rows: ROWS, history: ROWS * 8 })
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${HEAP_MB}`,
      VERIFY,
      'verify',
      path,
    ])
    expect(stdout).toContain(`${ROWS} rows were computed anew`)
  },
  PATIENCE_MS,
)
