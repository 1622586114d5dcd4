/** The server is killed at every step of an import: the next one goes on from the last piece that is noted, nothing half, nothing twice. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ImportReply } from '#shared/api/imports.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { proveAll } from '../proof/proveAll.ts'
import { seedTenant, TEST_PASSWORD, type TestTenant } from '../testing/seedTenant.ts'
import { type Product, spawnProduct, stopProduct } from '../testing/spawnProduct.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

/** Several groups of blocks, the last ones not full. */
const ROWS = sizeOf({ short: 4_500, long: 100_000 })
const PATIENCE_MS = sizeOf({ short: 240_000, long: 1_800_000 })
/** What holds back the server whose end is near. */
const HELD = 4711
/** Blocks of a thousand rows that are kept before it is held; the first three are written together. */
const HELD_FROM_BLOCK = 3

type Place = 'read' | 'compared' | 'begun' | 'written'
type Call = (method: string, path: string, body?: unknown) => Promise<ImportReply>

let database: TestDatabase
let tenant: TestTenant
let dataDir: string
let product: Product | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'carbonsheet-killed-import-'))
  tenant = await seedTenant(database.owner, 'One')
  await database.owner.raw(`
    CREATE TABLE held_steps (import_id uuid, place text);
    CREATE FUNCTION hold_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
      reached text := CASE
        WHEN TG_OP = 'INSERT' THEN 'read'
        WHEN OLD.outcome IS NULL AND NEW.outcome IS NOT NULL THEN 'compared'
        WHEN NEW.written > OLD.written THEN 'written'
        WHEN NEW.begun THEN 'begun' END;
    BEGIN
      IF NEW.number >= ${HELD_FROM_BLOCK}
        AND EXISTS (SELECT FROM held_steps h WHERE (h.import_id IS NULL OR h.import_id = NEW.import_id) AND h.place = reached) THEN
        PERFORM pg_advisory_xact_lock_shared(${HELD});
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER hold_step BEFORE INSERT OR UPDATE ON import_blocks FOR EACH ROW EXECUTE FUNCTION hold_step()`)
})
afterAll(async () => {
  if (product !== null) {
    await stopProduct(product.child, 'SIGKILL')
  }
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function start(): Promise<Call> {
  // as the queue does with the work of a server that says nothing any more, which jobs.test.ts shows
  await database.owner.raw(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`)
  product = await spawnProduct({ DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir, SEED: 'none' })
  const { origin } = product
  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const told = await answer.json()
    expect([path, answer.status, told]).toEqual([path, 200, expect.anything()])
    return told
  }
  const json = { 'content-type': 'application/json' }
  const login = { email: tenant.people.admin, password: TEST_PASSWORD }
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(await ask('POST', '/auth/login', login, json))
  const authorization = `Bearer ${token}`
  return async (method, path, body) => {
    const type = typeof body === 'string' ? { 'content-type': 'application/octet-stream' } : json
    return ImportReply.parse(await ask(method, path, body, { authorization, ...type }))
  }
}

async function settled(call: Call, id: string): Promise<ImportReply> {
  let found: ImportReply | null = null
  await until(
    async () => {
      found = await call('GET', `/imports/${id}`)
      return !found.state.endsWith('ing')
    },
    'nothing works on it',
    PATIENCE_MS,
  )
  return found!
}

const contentOf = (name: string): string =>
  `note,quantity,site,month\n${Array.from({ length: ROWS }, (_, i) => `${name} ${i},${i + 0.5},lyon,2025-01\n`).join('')}`

const bring = (call: Call, name: string): Promise<ImportReply> =>
  call('POST', `/tables/${tenant.tableId}/imports?cycle_id=${tenant.openCycleId}&name=${name}.csv`, contentOf(name))

const commit = (call: Call, { id, counts }: ImportReply): Promise<ImportReply> =>
  call('POST', `/imports/${id}/commit`, { added: counts!.added, changed: counts!.changed })

/** Kills the server once everything that is named stands still at its place. */
async function killAt(
  places: readonly { id: string | null; place: Place }[],
  reach: () => Promise<void>,
): Promise<void> {
  const hold: Knex.Transaction = await database.owner.transaction()
  await hold.raw(`SELECT pg_advisory_xact_lock(${HELD})`)
  await database.owner('held_steps').insert(places.map(({ id, place }) => ({ import_id: id, place })))
  await reach()
  const held = async (): Promise<boolean> => {
    const { rows } = await database.owner.raw(
      `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND objid = ${HELD} AND NOT granted`,
    )
    return rows[0].n === places.length
  }
  await until(held, `held: ${places.map(({ place }) => place).join()}`, PATIENCE_MS)
  await stopProduct(product!.child, 'SIGKILL')
  await database.owner('held_steps').delete()
  await hold.rollback()
  await until(async () => {
    const { rows } = await database.owner.raw(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = current_database() || '_app'`,
    )
    return rows.length === 0
  }, 'the database has given up what the killed server was at')
}

async function noted(id: string): Promise<{ blocks: number; compared: number; begun: number; written: number }> {
  const { rows } = await database.owner.raw(
    `SELECT count(*)::int AS blocks, count(outcome)::int AS compared, count(*) FILTER (WHERE begun)::int AS begun,
       coalesce(sum(written), 0)::int AS written FROM import_blocks WHERE import_id = ?`,
    [id],
  )
  return rows[0]
}

/** Rows of the sheet that are not deleted, and the notes among them that there are once. */
async function standing(name: string): Promise<{ rows: number; notes: number }> {
  const { rows } = await database.owner.raw(
    `SELECT count(*)::int AS rows, count(DISTINCT note)::int AS notes FROM (
       SELECT r.values ->> f.ordinal::text AS note FROM rows r
         JOIN fields f ON f.tenant_id = r.tenant_id AND f.table_id = r.table_id AND f.key = 'note'
       WHERE r.table_id = ? AND r.cycle_id = ? AND NOT r.deleted) n WHERE note LIKE ? || ' %'`,
    [tenant.tableId, tenant.openCycleId, name],
  )
  return rows[0]
}

test(
  'killed while it reads, compares and writes, it is gone on with from what was noted, and everything is there once',
  async () => {
    const ids = { first: '', second: '' }
    let call = await start()
    ids.first = (await bring(call, 'first')).id
    await settled(call, ids.first)
    await killAt(
      [
        { id: ids.first, place: 'compared' },
        { id: null, place: 'read' },
      ],
      async () => {
        await call('POST', `/imports/${ids.first}/preview`)
        ids.second = (await bring(call, 'second')).id
      },
    )
    expect(await noted(ids.first)).toMatchObject({ compared: HELD_FROM_BLOCK, begun: 0, written: 0 })
    expect(await noted(ids.second)).toMatchObject({ blocks: HELD_FROM_BLOCK, compared: 0 })

    call = await start()
    const first = await settled(call, ids.first)
    expect(await settled(call, ids.second)).toMatchObject({ state: 'draft', reading: { sheets: [{ rows: ROWS + 1 }] } })
    await call('POST', `/imports/${ids.second}/preview`)
    const second = await settled(call, ids.second)
    for (const { state, counts } of [first, second]) {
      const all = { added: ROWS, changed: 0, unchanged: 0, rejected: 0, written: 0 }
      expect([state, counts]).toEqual(['previewed', all])
    }
    expect([await standing('first'), await standing('second')]).toEqual([
      { rows: 0, notes: 0 },
      { rows: 0, notes: 0 },
    ])
    await killAt(
      [
        { id: ids.first, place: 'begun' },
        { id: ids.second, place: 'written' },
      ],
      async () => {
        await commit(call, first)
        await commit(call, second)
      },
    )
    expect(await noted(ids.first)).toMatchObject({ begun: HELD_FROM_BLOCK, written: 1000 * HELD_FROM_BLOCK - 1 })
    // its next rows are in the journal, which is not noted
    const { begun, written } = await noted(ids.second)
    expect([begun > HELD_FROM_BLOCK, written]).toEqual([true, 1000 * HELD_FROM_BLOCK - 1])

    call = await start()
    for (const [name, id] of Object.entries(ids)) {
      const done = await settled(call, id)
      expect([done.state, done.problem, done.counts?.written]).toEqual(['committed', null, ROWS])
      expect(await standing(name)).toEqual({ rows: ROWS, notes: ROWS })
      const gestures = await database
        .owner('sheet_gestures')
        .where({ gesture_id: done.gesture_id })
        .select('kind', 'counts')
      expect(gestures).toEqual([{ kind: 'import', counts: expect.objectContaining({ added: ROWS }) }])
    }
    expect((await proveAll(database.ownerUrl, 'verify')).problems).toEqual([])
    await call('POST', `/imports/${ids.first}/revert`)
    expect(await settled(call, ids.first)).toMatchObject({ state: 'reverted', reverted: { rows: ROWS, kept: 0 } })
    expect([await standing('first'), await standing('second')]).toEqual([
      { rows: 0, notes: 0 },
      { rows: ROWS, notes: ROWS },
    ])
    await stopProduct(product!.child, 'SIGKILL')
  },
  PATIENCE_MS,
)
