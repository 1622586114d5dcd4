import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateDown, migrateUp } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
})
afterAll(() => database.drop())

test('goes up, down and up again on data, and leaves nothing behind in between', async () => {
  const names = await migrateUp(database.ownerUrl)
  await insertSome()
  const before = await catalogue()

  await migrateDown(database.ownerUrl)
  expect(await catalogue()).toEqual(['table migrations_done', 'table migrations_done_lock'])

  expect(await migrateUp(database.ownerUrl)).toEqual(names)
  expect(await catalogue()).toEqual(before)
})

test('runs nothing when the database is up to date, and frees the lock of a migration that was killed', async () => {
  await database.owner('migrations_done_lock').update({ is_locked: 1 })

  expect(await migrateUp(database.ownerUrl)).toEqual([])
})

async function insertSome(): Promise<void> {
  const tenantId = crypto.randomUUID()
  await database.owner('tenants').insert({ id: tenantId, name: 'Northgate' })
  const [project] = await database.owner('projects').insert({ tenant_id: tenantId, key: 'p', name: 'P' }, ['id'])
  const [cycle] = await database.owner('cycles').insert(
    {
      tenant_id: tenantId,
      project_id: project.id,
      name: 'FY2025',
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      gwp_set: 'AR6',
      factor_year: 2025,
    },
    ['id'],
  )
  const open = { job_id: crypto.randomUUID(), cells_hash: '0'.repeat(64), keeps_rows: false }
  const hash = { root_hash: '0'.repeat(64), row_count: 0 }
  await database.owner('runs').insert({ tenant_id: tenantId, cycle_id: cycle.id, engine: 1, ...open, ...hash })
  await database.owner('audit_log').insert({
    tenant_id: tenantId,
    actor_kind: 'system',
    action: 'project.create',
    subject_kind: 'project',
    subject_id: project.id,
    origin: 'test',
  })
}

/** Tables, functions and policies of the schema. */
async function catalogue(): Promise<string[]> {
  const { rows } = await database.owner.raw<{ rows: { thing: string }[] }>(`
    SELECT 'table ' || relname AS thing FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'policy ' || tablename || '.' || policyname FROM pg_policies WHERE schemaname = 'public'
    ORDER BY 1`)
  return rows.map((row) => row.thing)
}
