/** Writes what changed in a document to the history, in the transaction of the projector. What is there already stays. */
import type pg from 'pg'
import type { BulkDifference, CellDifference, Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { Gesture } from '#collab/protocol/gestures.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { jsonOrNull } from '../collaboration/jsonOf.ts'
import { ROWS_PER_STATEMENT, updateAt } from '../collaboration/updateAt.ts'
import { countBulk, countCell, type ChangeCounts } from './ChangeCounts.ts'
import { historyGesture } from './historyGesture.ts'

interface MadeCell extends CellDifference {
  seq: number
  gesture: Gesture
}

interface MadeBulk extends BulkDifference {
  seq: number
  /** Several bulk writes can travel in one update. */
  position: number
  gesture: Gesture
  counted: ChangeCounts
}

/** What one gesture did to the document, as far as it is new. */
interface GestureSum {
  gesture: Gesture
  firstSeq: number
  lastSeq: number
  counts: ChangeCounts
}

export async function insertHistory(client: pg.PoolClient, part: Part, changes: readonly Changes[]): Promise<void> {
  const { cells, bulks } = made(changes, part.key.documentId)
  await insertCells(client, part, cells)
  await insertBulks(client, part, bulks)
  await insertGestures(client, part, sumsOf(cells, bulks))
}

function made(changes: readonly Changes[], documentId: number): { cells: MadeCell[]; bulks: MadeBulk[] } {
  const cells: MadeCell[] = []
  const bulks: MadeBulk[] = []
  for (const { seq, userId: actorId, origin, ...changed } of changes) {
    const named = (gesture: Gesture | null): Gesture => historyGesture({ documentId, seq, actorId, origin }, gesture)
    for (const cell of changed.cells) {
      cells.push({ ...cell, seq, gesture: named(cell.gesture) })
    }
    for (const [position, bulk] of changed.bulks.entries()) {
      bulks.push({ ...bulk, seq, position, gesture: named(bulk.gesture), counted: countBulk(bulk) })
    }
  }
  return { cells, bulks }
}

/** Cells that were written one by one. */
async function insertCells(client: pg.PoolClient, part: Part, cells: readonly MadeCell[]): Promise<void> {
  for (let start = 0; start < cells.length; start += ROWS_PER_STATEMENT) {
    const slice = cells.slice(start, start + ROWS_PER_STATEMENT)
    await client.query({
      text: `
        INSERT INTO cell_changes (tenant_id, table_id, cycle_id, document_id, row_id, seq, ordinal, at, actor_id, session_id, origin,
                                  gesture, gesture_id, old, new)
        SELECT $1, $2, $3, $4, c.row_id, c.seq, c.ordinal, u.created_at, u.actor_id, u.session_id, u.origin,
               c.gesture, c.gesture_id, c.old, c.new
        FROM unnest($5::text[], $6::bigint[], $7::int[], $8::text[], $9::uuid[], $10::jsonb[], $11::jsonb[])
               AS c (row_id, seq, ordinal, gesture, gesture_id, old, new)
          JOIN LATERAL (${updateAt('c.seq')}) u ON true
        ON CONFLICT DO NOTHING`,
      values: [
        ...sheetOf(part),
        slice.map((cell) => cell.row),
        slice.map((cell) => cell.seq),
        slice.map((cell) => cell.ordinal),
        slice.map(({ gesture }) => gesture.kind),
        slice.map(({ gesture }) => gesture.id),
        slice.map((cell) => jsonOrNull(cell.old)),
        slice.map((cell) => jsonOrNull(cell.new)),
      ],
    })
  }
}

/** Bulk writes: one record each, however many cells. */
async function insertBulks(client: pg.PoolClient, part: Part, bulks: readonly MadeBulk[]): Promise<void> {
  for (const bulk of bulks) {
    const inOrder = bulk.rows.toSorted()
    await client.query({
      text: `
        INSERT INTO bulk_changes (tenant_id, table_id, cycle_id, document_id, seq, position, at, actor_id, session_id, origin,
                                  gesture, gesture_id, counts, row_ids, first_row, last_row, old, new)
        SELECT $1, $2, $3, $4, $5, $6, u.created_at, u.actor_id, u.session_id, u.origin, $7, $8, $9, $10, $11, $12, $13, $14
        FROM (${updateAt('$5')}) u
        ON CONFLICT (tenant_id, document_id, seq, position) DO UPDATE SET counts = excluded.counts WHERE bulk_changes.counts IS NULL`,
      values: [
        ...sheetOf(part),
        bulk.seq,
        bulk.position,
        bulk.gesture.kind,
        bulk.gesture.id,
        JSON.stringify(bulk.counted),
        bulk.rows,
        inOrder[0],
        inOrder.at(-1),
        packed(bulk, bulk.old),
        packed(bulk, bulk.new),
      ],
    })
  }
}

/**
 * One entry per gesture and document. A gesture that goes on in a later update is added to; what its entry has counted
 * already is not counted again when history is derived anew.
 */
async function insertGestures(client: pg.PoolClient, part: Part, sums: readonly GestureSum[]): Promise<void> {
  for (let start = 0; start < sums.length; start += ROWS_PER_STATEMENT) {
    const slice = sums.slice(start, start + ROWS_PER_STATEMENT)
    await client.query({
      text: `
        INSERT INTO sheet_gestures AS known (tenant_id, table_id, cycle_id, document_id, gesture_id, kind, at, first_seq, last_seq,
                                             actor_id, session_id, origin, counts)
        SELECT $1, $2, $3, $4, g.id, g.kind, u.created_at, g.first, g.last, u.actor_id, u.session_id, u.origin, g.counts
        FROM unnest($5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::jsonb[]) AS g (id, kind, first, last, counts)
          JOIN LATERAL (${updateAt('g.last')}) u ON true
        ON CONFLICT (tenant_id, table_id, cycle_id, gesture_id, document_id) DO UPDATE SET
          at = excluded.at, last_seq = excluded.last_seq, counts = (
            SELECT jsonb_object_agg(what, n) FROM (
              SELECT what, sum(n::int) AS n
              FROM (SELECT * FROM jsonb_each_text(known.counts) UNION ALL SELECT * FROM jsonb_each_text(excluded.counts)) AS counted (what, n)
              GROUP BY what) summed)
        WHERE known.last_seq < excluded.first_seq`,
      values: [
        ...sheetOf(part),
        slice.map(({ gesture }) => gesture.id),
        slice.map(({ gesture }) => gesture.kind),
        slice.map(({ firstSeq }) => firstSeq),
        slice.map(({ lastSeq }) => lastSeq),
        slice.map(({ counts }) => JSON.stringify(counts)),
      ],
    })
  }
}

function sumsOf(cells: readonly MadeCell[], bulks: readonly MadeBulk[]): GestureSum[] {
  const sums = new Map<string, GestureSum>()
  const add = (gesture: Gesture, seq: number, counted: ChangeCounts): void => {
    const sum = sums.get(gesture.id)
    if (sum === undefined) {
      sums.set(gesture.id, { gesture, firstSeq: seq, lastSeq: seq, counts: { ...counted } })
      return
    }
    sum.firstSeq = Math.min(sum.firstSeq, seq)
    sum.lastSeq = Math.max(sum.lastSeq, seq)
    for (const [what, count] of Object.entries(counted)) {
      sum.counts[what] = (sum.counts[what] ?? 0) + count
    }
  }
  for (const cell of cells) {
    add(cell.gesture, cell.seq, { [countCell(cell)]: 1 })
  }
  for (const { gesture, seq, counted } of bulks) {
    add(gesture, seq, counted)
  }
  return [...sums.values()]
}

const sheetOf = ({ key, tableId, cycleId }: Part): [string, string, string, number] => [
  key.tenantId,
  tableId,
  cycleId,
  key.documentId,
]

const packed = ({ rows, ordinals }: BulkDifference, values: CellValue[][]): Buffer =>
  Buffer.from(encodeBlock(rows, ordinals, (row, column) => values[column]![row]!))
