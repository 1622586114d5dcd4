import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Committed, JournalEntry } from '#collab/hocuspocus/Journal.ts'
import { LiveFixture, type TestSheet } from '#server/testing/LiveFixture.ts'
import { until } from '#server/testing/until.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { PgJournal } from './PgJournal.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

let database: TestDatabase
let fixture: LiveFixture
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 6 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const journalWith = (committed: Committed[] = []): PgJournal =>
  new PgJournal(
    pool,
    (rows) => committed.push(...rows),
    () => {},
  )

const userId = randomUUID()
function entry({ tenantId, document }: TestSheet, text: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    tenantId,
    documentId: document.documentId,
    generation: 1,
    author: { userId, sessionId: null, origin: 'socket' },
    epoch: 0,
    seen: 0,
    repaired: false,
    clients: [7, 2 ** 32 - 1],
    gestures: null,
    bytes: new TextEncoder().encode(text),
    ...more,
  }
}
const keyOf = ({ tenantId, document }: TestSheet): { tenantId: string; documentId: number; generation: number } => ({
  tenantId,
  documentId: document.documentId,
  generation: 1,
})

test('[JRN1] 400 concurrent appends of two servers to two documents: gapless numbers, each once, applied before the answer', async () => {
  const sheets = [await fixture.newSheet(), await fixture.newSheet()]
  const committed: Committed[] = []
  const journals = [journalWith(committed), journalWith(committed)]
  await Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      for (let turns = i % 17; turns > 0; turns--) {
        await new Promise((resolve) => setImmediate(resolve))
      }
      const one = entry(sheets[i % 3 === 0 ? 1 : 0]!, `u${i}`)
      const receipt = await journals[i % 2]!.append(one)
      expect(receipt.verdict).toBe('ok')
      expect(committed.some((row) => row.seq === receipt.seq && row.entry === one)).toBe(true)
    }),
  )
  for (const sheet of sheets) {
    const rows = await journals[0]!.rowsAfter(keyOf(sheet), 0)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1))
    expect(rows[0]).toMatchObject({ userId, clients: [7, 2 ** 32 - 1], repaired: false })
    const heads = await journals[0]!.heads([sheet.document.documentId])
    expect(heads.get(sheet.document.documentId)).toEqual({
      headSeq: rows.length,
      generation: 1,
      epoch: 0,
      locked: false,
    })
  }
  expect(journals[0]!.stats.batches).toBeLessThan(journals[0]!.stats.rows)
})

test('[JRN2] verdicts: duplicate, unseen repair, epoch, lock, generation; only "ok" is written', async () => {
  const sheet = await fixture.newSheet()
  const journal = journalWith()
  const verdict = async (one: JournalEntry): Promise<string> => (await journal.append(one)).verdict
  const together = [entry(sheet, 'x'), entry(sheet, 'x'), entry(sheet, 'y')].map(verdict)
  expect(await Promise.all(together)).toEqual(['ok', 'duplicate', 'ok'])
  expect(await verdict(entry(sheet, 'x'))).toBe('duplicate')
  expect(await verdict(entry(sheet, 'r', { repaired: true, seen: 1 }))).toBe('unseen') // the head is 2
  expect(await verdict(entry(sheet, 'r', { repaired: true, seen: 2 }))).toBe('ok')
  expect(await verdict(entry(sheet, 'z', { seen: 2 }))).toBe('unseen') // has not seen the repair
  expect(await verdict(entry(sheet, 'z', { seen: 3 }))).toBe('ok')
  expect(await verdict(entry(sheet, 'w', { seen: 4, epoch: 1 }))).toBe('stale-epoch')
  await database.owner('documents').where({ id: sheet.document.documentId }).update({ locked: true })
  expect(await verdict(entry(sheet, 'w', { seen: 4 }))).toBe('locked')
  expect(await verdict(entry(sheet, 'w', { seen: 4, generation: 2 }))).toBe('stale-generation')
  expect((await journal.rowsAfter(keyOf(sheet), 0)).map(({ bytes }) => bytes.toString())).toEqual(['x', 'y', 'r', 'z'])
})

test('[JRN7] an append reads as much of a long journal as of a short one', async () => {
  const fresh = await createTestDatabase()
  const sheet = await (await new LiveFixture(fresh).prepare()).newSheet()
  const own = new pg.Pool({ connectionString: fresh.appUrl, max: 1 })
  const journal = new PgJournal(
    own,
    () => {},
    () => {},
  )
  const appends = 500
  for (let n = 0; n < appends; n++) {
    await journal.append(entry(sheet, `edit ${n}`))
  }
  await own.end() // what a connection counted is published when it ends
  const read = async (): Promise<{ inserted: number; read: number }> => {
    const { rows } = await fresh.owner.raw<{ rows: { inserted: number; read: number }[] }>(
      `SELECT sum(n_tup_ins)::int AS inserted, sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS read
       FROM pg_stat_user_tables WHERE relname IN ('document_updates', 'document_update_hashes')`,
    )
    return rows[0]!
  }
  await until(async () => (await read()).inserted >= appends, 'the statistics are published')
  expect((await read()).read).toBeLessThan(appends * 5)
  await fresh.drop()
})

const RACES = sizeOf({ short: 100, long: 1000 })
test(`[JRN3] a lock that commits first wins in ${RACES} of ${RACES} races`, async () => {
  const journal = journalWith()
  for (let i = 0; i < RACES; i++) {
    const sheet = await fixture.newSheet()
    const writing = Promise.all(
      Array.from({ length: 5 }, async (_, k) => {
        for (let turns = k * 3; turns > 0; turns--) {
          await new Promise((resolve) => setImmediate(resolve))
        }
        return journal.append(entry(sheet, `u${k}`))
      }),
    )
    const [locked] = await database
      .owner('documents')
      .where({ id: sheet.document.documentId })
      .update({ locked: true }, ['head_seq'])
    await writing
    expect(await journal.rowsAfter(keyOf(sheet), 0)).toHaveLength(Number(locked.head_seq))
  }
})

test('[JRN4] every journaled update has its entry in the audit log, made in the same statement', async () => {
  const sheet = await fixture.newSheet()
  const journal = journalWith()
  await Promise.all([journal.append(entry(sheet, 'a')), journal.append(entry(sheet, 'a'))])
  const author = { userId: null, sessionId: null, origin: 'system' as const }
  await journal.append(entry(sheet, 'b', { author }))
  const log = await database
    .owner('audit_log')
    .where({ subject_kind: 'document', subject_id: String(sheet.document.documentId), action: 'sheet.write' })
    .orderBy('id')
    .select('actor_id', 'actor_kind', 'after', 'origin')
  expect(log).toEqual([
    { actor_id: userId, actor_kind: 'user', after: { seq: 1, repaired: false }, origin: 'socket' },
    { actor_id: null, actor_kind: 'system', after: { seq: 2, repaired: false }, origin: 'system' },
  ])
})

test('[JRN5] a document of another tenant cannot be appended to, read or loaded', async () => {
  const sheet = await fixture.newSheet()
  const journal = journalWith()
  const foreign = { ...sheet, tenantId: randomUUID() }
  await expect(journal.append(entry(foreign, 'x'))).rejects.toThrow('does not have a document')
  await expect(journal.appendLocked(keyOf(foreign), 0, () => entry(foreign, 'x'))).rejects.toThrow('is gone')
  await journal.append(entry(sheet, 'mine'))
  expect(await journal.rowsAfter(keyOf(foreign), 0)).toEqual([])
  expect(await journal.load(foreign.tenantId, sheet.document.documentId)).toBe(null)
})

test('[JRN6] what was journaled cannot be changed or deleted, not even by the owner of the database', async () => {
  const sheet = await fixture.newSheet()
  await journalWith().append(entry(sheet, 'x'))
  await expect(database.owner('document_updates').update({ repaired: true })).rejects.toThrow('keeps every entry')
  await expect(database.db('document_updates').delete()).rejects.toThrow('permission denied')
})
