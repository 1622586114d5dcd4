/** Reading the history of a row: real sockets, a real database. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { openPool } from '../storage/database/openPool.ts'
import { TenantReader } from '../storage/database/TenantReader.ts'
import { LiveFixture, NUMBER, ROWS, TEXTS, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import type { HistoryChange } from './HistoryChange.ts'
import { rowChanges, type RowChanges } from './rowChanges.ts'

const ALL = [...TEXTS, NUMBER]

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
let pool: pg.Pool
const clients: LiveClient[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer()
  pool = openPool({ url: database.appUrl, poolSize: 2, pipeline: true }, () => {})
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  expect(server.complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await fixture.stop()
  await pool.end()
  await database.drop()
})

async function open(sheet: TestSheet): Promise<{ client: LiveClient; userId: string }> {
  const { token, identity } = await fixture.newPerson('boss')
  const client = new LiveClient({ url: server.url, name: sheet.name, token })
  clients.push(client)
  await until(() => client.provider.synced, 'opened')
  return { client, userId: identity.userId }
}

async function read(
  sheet: TestSheet,
  row: string,
  page: Parameters<typeof rowChanges>[5] = { limit: 50 },
  { ordinals = ALL, tenantId = sheet.tenantId } = {},
): Promise<RowChanges> {
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  return rowChanges(new TenantReader(pool), tenantId, sheet, row, { ordinals }, page)
}

const told = (changes: HistoryChange[]): unknown[] =>
  changes.map(({ seq, ordinal, old, new: now }) => [seq, ordinal, old, now])

test('[HIST1] history tells who changed what from what, cell by cell, single and bulk writes alike, newest first', async () => {
  const sheet = await fixture.newSheet()
  const { client, userId } = await open(sheet)
  const saved = (): Promise<void> => until(() => client.isSaved, 'saved')
  client.sheet.set('r1', 2, 'first')
  await saved()
  client.sheet.write(['r1', 'r2'], [2, 5], (row, column) => (column === 0 ? 'pasted' : row))
  await saved()
  client.sheet.set('r1', 2, 'pasted') // changes nothing
  client.sheet.set('r1', 4, null)
  await saved()
  const { changes, next } = await read(sheet, 'r1')

  expect(told(changes)).toEqual([
    [4, 4, 'seed03', null],
    [2, 2, 'first', 'pasted'],
    [2, 5, null, 0],
    [1, 2, 'seed01', 'first'],
  ])
  expect(next).toBeNull()
  expect(changes.every(({ actorId, origin }) => actorId === userId && origin === 'socket')).toBe(true)
  expect(changes.map(({ gesture }) => gesture.kind)).toEqual(['typed', 'typed', 'typed', 'typed'])
  const [second, third] = await pages(sheet, 'r1', 1)
  expect([told(second!), told(third!)]).toEqual([told(changes.slice(1, 3)), told(changes.slice(3))])
  expect((await read(sheet, 'r1', { limit: 50 }, { tenantId: randomUUID() })).changes).toEqual([])
  expect(await database.owner('bulk_changes').where({ table_id: sheet.tableId })).toHaveLength(1)
})

/** Every page but the first. */
async function pages(sheet: TestSheet, row: string, limit: number, ordinals = ALL): Promise<HistoryChange[][]> {
  const found: HistoryChange[][] = []
  let { next } = await read(sheet, row, { limit }, { ordinals })
  while (next !== null) {
    const page: RowChanges = await read(sheet, row, { limit, before: next }, { ordinals })
    found.push(page.changes)
    next = page.next
  }
  return found
}

test('[HIST1] pages give every change once, in order, whatever their size, and never cut what was written together', async () => {
  const sheet = await fixture.newSheet()
  const { client } = await open(sheet)
  for (let n = 0; n < 60; n++) {
    client.sheet.write(n % 3 === 0 ? ROWS : ['r2', 'r3'], n % 2 === 0 ? [2, 4] : [4, 5], () => n)
    if (n % 5 === 0) {
      client.doc.transact(() => [2, 3, 4].forEach((ordinal) => client.sheet.set('r1', ordinal, `t${n}`)))
    }
  }
  await until(() => client.isSaved, 'saved')
  const whole = (await read(sheet, 'r1', { limit: 500 })).changes

  expect(whole.length).toBeGreaterThan(60)
  for (const limit of [1, 2, 3, 7, 50]) {
    const [first, ...rest] = [(await read(sheet, 'r1', { limit })).changes, ...(await pages(sheet, 'r1', limit))]
    expect(told([first!, ...rest].flat())).toEqual(told(whole))
    const seqs = [first!, ...rest].map((page) => new Set(page.map(({ seq }) => seq)))
    expect(seqs.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(whole.map(({ seq }) => seq)).size)
  }
  const fields = [3, 5]
  const some = (await read(sheet, 'r1', { limit: 500 }, { ordinals: fields })).changes
  expect(told(some)).toEqual(told(whole.filter(({ ordinal }) => fields.includes(ordinal))))
  const paged = [
    (await read(sheet, 'r1', { limit: 2 }, { ordinals: fields })).changes,
    ...(await pages(sheet, 'r1', 2, fields)),
  ]
  expect(told(paged.flat())).toEqual(told(some))
})
