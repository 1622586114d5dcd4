import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { openPool } from './openPool.ts'

let database: TestDatabase
let pool: pg.Pool
const broken: Error[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool({ url: database.appUrl, poolSize: 2 }, (error) => broken.push(error))
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const backendOf = async (client: pg.PoolClient): Promise<number> =>
  (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid

const end = (pid: number): Promise<unknown> => database.owner.raw('SELECT pg_terminate_backend(?)', [pid])

test('a connection that breaks between two statements of a transaction fails the next one, and does not end the process', async () => {
  const client = await pool.connect()
  const ended = new Promise((resolve) => client.once('end', resolve))
  await client.query('BEGIN')
  await end(await backendOf(client))
  await ended
  const error = await client.query('SELECT 1').catch((reason: Error) => reason)
  expect(error).toBeInstanceOf(Error)
  client.release(error as Error)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(broken).toEqual([])
})

test('a connection that breaks while nobody uses it is told, and another one takes its place', async () => {
  const client = await pool.connect()
  const pid = await backendOf(client)
  client.release()
  await end(pid)
  await until(() => broken.length > 0, 'told')
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
