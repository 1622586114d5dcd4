/** How much of a long history is read for one page of it. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { openPool } from '../storage/database/openPool.ts'
import { TenantReader, type ReadStatement } from '../storage/database/TenantReader.ts'
import { LiveFixture, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { changesOfGestures } from './gestureChanges.ts'
import { rowChanges } from './rowChanges.ts'
import { sheetGestures } from './sheetGestures.ts'

const GESTURES = 30_000
const BULKS = 300
const ORDINALS = [2, 3, 4, 5]
const VISIBLE = [ORDER, DELETED, ...ORDINALS]

let database: TestDatabase
let pool: pg.Pool
let sheet: TestSheet

beforeAll(async () => {
  database = await createTestDatabase()
  sheet = await (await new LiveFixture(database).prepare()).newSheet()
  pool = openPool({ url: database.appUrl, poolSize: 2, pipeline: true }, () => {})
  const { owner } = database
  const own = [sheet.tenantId, sheet.tableId, sheet.cycleId, sheet.document.documentId]
  const bytes = Buffer.from(encodeBlock(['a', 'm', 'z'], [2], (row) => row))
  // 100 rows, 4 fields each, one after the other; every gesture one cell
  await owner.raw(
    `INSERT INTO cell_changes (tenant_id, table_id, cycle_id, document_id, row_id, seq, ordinal, at, origin, gesture, gesture_id, old, new)
     SELECT ?, ?, ?, ?, 'r' || n % 100, n, 2 + n / 100 % 4, timestamptz '2026-01-01' + n * interval '1 s', 'socket', 'typed',
       lpad(to_hex(n), 32, '0')::uuid, '1', '2' FROM generate_series(1, ${GESTURES}) n`,
    own,
  )
  await owner.raw(
    `INSERT INTO sheet_gestures (tenant_id, table_id, cycle_id, document_id, gesture_id, kind, at, first_seq, last_seq, origin, counts)
     SELECT ?, ?, ?, ?, lpad(to_hex(n), 32, '0')::uuid, 'typed', timestamptz '2026-01-01' + n * interval '1 s', n, n, 'socket',
       jsonb_build_object(2 + n / 100 % 4, 1) FROM generate_series(1, ${GESTURES}) n`,
    own,
  )
  await owner.raw(
    `INSERT INTO bulk_changes (tenant_id, table_id, cycle_id, document_id, seq, position, at, origin, gesture, gesture_id, counts,
       row_ids, first_row, last_row, old, new)
     SELECT ?, ?, ?, ?, n, 0, timestamptz '2025-01-01' + n * interval '1 s', 'socket', 'pasted', gen_random_uuid(), '{"2": 3}',
       '{a,m,z}', 'a', 'z', ?, ? FROM generate_series(1, ${BULKS}) n`,
    [...own, bytes, bytes],
  )
  await owner.raw('ANALYZE cell_changes, sheet_gestures, bulk_changes')
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** Remembers what it was asked. */
class WatchedReader extends TenantReader {
  readonly asked: ReadStatement[] = []

  override readBoth: TenantReader['readBoth'] = (tenantId, first, second) => {
    this.asked.push(...[first, second].flatMap((statement) => statement ?? []))
    return super.readBoth(tenantId, first, second)
  }
}

interface PlanNode {
  'Node Type': string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

/** Rows that the statements fetched from tables. */
async function rowsRead(work: (reader: TenantReader) => Promise<unknown>): Promise<number> {
  const reader = new WatchedReader(pool)
  await work(reader)
  let total = 0
  for (const { sql, bindings } of reader.asked) {
    const [line] = await new TenantReader(pool).read<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(sheet.tenantId, {
      sql: `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      bindings,
    })
    total += rowsOf(line!['QUERY PLAN'][0]!.Plan)
  }
  return total
}

function rowsOf(node: PlanNode): number {
  const isScan = /(Seq|Index|Heap) (Only )?Scan/.test(node['Node Type'])
  const own = isScan ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0
  return own + (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0)
}

test('[HIST4] a page of the history of a sheet reads a page, at its end and in its middle', async () => {
  const filter = { ordinals: VISIBLE, visible: VISIBLE, hasNotes: true }
  const middle = { at: '2026-01-01T04:00:00.000000Z', gestureId: randomUUID(), documentId: sheet.document.documentId }
  for (const before of [undefined, middle]) {
    const read = await rowsRead(async (reader) => {
      const { gestures } = await sheetGestures(reader, sheet.tenantId, sheet, filter, { limit: 50, before })
      const known = gestures.map(({ gesture, places }) => ({ id: gesture.id, places }))
      const changes = await changesOfGestures(reader, sheet.tenantId, known, { ordinals: VISIBLE })
      expect([...changes.values()].flat()).toHaveLength(50)
    })
    expect(read).toBeGreaterThan(100)
    expect(read).toBeLessThan(1000)
  }
})

test('[HIST4] a page of the history of a row or a cell reads a page of each field, and the bulk writes around the row', async () => {
  for (const ordinals of [ORDINALS, [3]]) {
    const read = await rowsRead(async (reader) => {
      const { changes } = await rowChanges(reader, sheet.tenantId, sheet, 'r7', { ordinals }, { limit: 20 })
      expect(changes).toHaveLength(20)
    })
    expect(read).toBeLessThan(ordinals.length * 21 + BULKS + 50)
  }
})
