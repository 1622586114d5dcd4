import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { openPool } from './openPool.ts'
import { TenantReader } from './TenantReader.ts'

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

test('reads one tenant at a time over a single connection, also after a failure', async () => {
  const pool = openPool({ url: database.appUrl, poolSize: 1, pipeline: true }, () => undefined)
  const reader = new TenantReader(pool)
  const { db } = database
  const names = db('projects').select('name').toSQL().toNative()
  const reads = Array.from({ length: 200 }, async (_, i) => {
    if (i % 10 === 9) {
      await expect(reader.read(ONE, { sql: 'SELECT 1/0', bindings: [] })).rejects.toThrow(/division by zero/)
      return null
    }
    return reader.read(i % 2 === 0 ? ONE : TWO, names)
  })

  const wrong = (await Promise.all(reads)).filter((answer, i) => {
    const expected = i % 10 === 9 ? null : [{ name: `Project of ${i % 2 === 0 ? 'One' : 'Two'}` }]
    return JSON.stringify(answer) !== JSON.stringify(expected)
  })
  expect(wrong).toEqual([])
  const { rows } = await pool.query('SELECT name FROM projects')
  expect(rows).toEqual([])
  await expect(reader.read(ONE, db('projects').update({ name: 'x' }).toSQL().toNative())).rejects.toThrow(/read-only/)
  await pool.end()
})
