import { afterAll, beforeAll, expect, test } from 'vitest'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { inTenant } from './inTenant.ts'
import { openDatabase } from './openDatabase.ts'

let database: TestDatabase
const ONE = crypto.randomUUID()
const TWO = crypto.randomUUID()

beforeAll(async () => {
  database = await createTestDatabase()
  for (const [id, name] of [
    [ONE, 'One'],
    [TWO, 'Two'],
  ]) {
    await database.owner('tenants').insert({ id, name })
    await database.owner('projects').insert({ tenant_id: id, key: 'project', name: `Project of ${name}` })
  }
})
afterAll(() => database.drop())

test('every table with a tenant forces row-level security on everybody, and has a policy', async () => {
  const { rows } = await database.owner.raw<{ rows: { name: string; forced: boolean; policies: number }[] }>(`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
      (SELECT count(*)::int FROM pg_policies p WHERE p.tablename = c.relname AND p.policyname = 'tenant_isolation') AS policies
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND (c.relname = 'tenants' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'))`)

  expect(rows.length).toBeGreaterThan(12)
  expect(rows.filter((row) => !row.forced || row.policies !== 1)).toEqual([])
})

test('the first column of every index of such a table is the tenant, except in the key by id', async () => {
  const { rows } = await database.owner.raw<{ rows: { index: string; first: string }[] }>(`
    SELECT i.indexrelid::regclass::text AS index, a.attname AS first
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE EXISTS (SELECT FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
      WHERE t.attrelid = i.indrelid AND t.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace)
      AND a.attname NOT IN ('tenant_id', 'id')`)

  // A person's tenants are looked up at sign-in, before any tenant is known; old keys are swept over all tenants.
  expect(
    rows
      .map((row) => row.index)
      .filter((index) => !/^(memberships_of_user|idempotency_keys_by_age|document)/.test(index)),
  ).toEqual([])
})

test('the role of the app can neither see through the rules nor change what is kept for ever', async () => {
  const { rows } = await database.db.raw<{ rows: Record<string, boolean>[] }>(`
    SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user`)
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }])
  const changes = inTenant(database.db, ONE, (trx) => trx('audit_log').delete())
  await expect(changes).rejects.toThrow(/permission denied/)
  await expect(database.owner('audit_log').delete()).rejects.toThrow(/keeps every entry/)
  await expect(database.owner.raw('TRUNCATE audit_log')).rejects.toThrow(/keeps every entry/)
})

test('a query that forgot the tenant finds nothing and writes nothing', async () => {
  expect(await database.db('projects')).toEqual([])
  expect(await database.db('tenants')).toEqual([])
  expect(await database.db('projects').update({ name: 'x' })).toBe(0)
  await expect(database.db('projects').insert({ tenant_id: ONE, key: 'k', name: 'n' })).rejects.toThrow(
    /row-level security/,
  )
})

test('a tenant can neither read nor write rows of another', async () => {
  const names = await inTenant(database.db, ONE, (trx) => trx('projects').pluck('name'))
  expect(names).toEqual(['Project of One'])
  const foreign = inTenant(database.db, ONE, (trx) => trx('projects').insert({ tenant_id: TWO, key: 'k', name: 'n' }))
  await expect(foreign).rejects.toThrow(/row-level security/)
  expect(
    await inTenant(database.db, ONE, (trx) => trx('projects').where({ tenant_id: TWO }).update({ name: 'x' })),
  ).toBe(0)
})

test('a pool of a single connection that alternates between tenants never mixes them up', async () => {
  const single = openDatabase({ url: database.appUrl, poolSize: 1 })
  const wrong: string[] = []
  for (let i = 0; i < sizeOf({ short: 1000, long: 10_000 }); i++) {
    const [tenantId, name] = i % 2 === 0 ? [ONE, 'Project of One'] : [TWO, 'Project of Two']
    const seen = await inTenant(single, tenantId, (trx) => trx('projects').pluck('name'))
    const leaked = await single('projects').pluck('name')
    wrong.push(...seen.filter((found: string) => found !== name), ...leaked)
  }
  await single.destroy()
  expect(wrong).toEqual([])
})

test('the tenant is unset again when the work throws', async () => {
  const single = openDatabase({ url: database.appUrl, poolSize: 1 })
  const failing = inTenant(single, ONE, async (trx) => {
    await trx.raw('SELECT 1/0')
  })
  await expect(failing).rejects.toThrow(/division by zero/)
  expect(await single('projects')).toEqual([])
  await single.destroy()
})

test('the key of a project is its own in a tenant, and the constraints hold what must never be false', async () => {
  const project = await inTenant(database.db, ONE, (trx) => trx('projects').first('id'))
  const cycle = (changes: object): Promise<unknown> =>
    inTenant(database.db, ONE, (trx) =>
      trx('cycles').insert({
        tenant_id: ONE,
        project_id: project.id,
        name: 'FY',
        starts_on: '2025-01-01',
        ends_on: '2025-12-31',
        gwp_set: 'AR6',
        factor_year: 2025,
        ...changes,
      }),
    )
  await expect(cycle({ ends_on: '2024-12-31' })).rejects.toThrow(/check constraint/)
  await expect(cycle({ status: 'done' })).rejects.toThrow(/check constraint/)
  await expect(cycle({ project_id: crypto.randomUUID() })).rejects.toThrow(/foreign key/)
  const [foreign] = await database.owner('projects').where({ tenant_id: TWO })
  await expect(cycle({ project_id: foreign.id })).rejects.toThrow(/foreign key/)
})
