import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { openPool } from './openDatabase.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
})
afterAll(() => database.drop())

test('a connection that breaks between two statements of somebody fails the second one, and nothing else', async () => {
  const pool = openPool({ url: database.appUrl, poolSize: 1 }, () => {})
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  await database.owner.raw('SELECT pg_terminate_backend(?)', rows[0]!.pid)
  await ended
  await expect(client.query('SELECT 1')).rejects.toThrow('not queryable')
  client.release(true)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})
