import type { TenantReader } from '../storage/database/TenantReader.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import { bulkCells, type PackedChange } from './bulkCells.ts'
import { countKeys } from './ChangeCounts.ts'
import { Conditions } from './Conditions.ts'
import { exactTime, type HistoryChange, type HistoryFilter, type HistoryPosition } from './HistoryChange.ts'
import type { GesturePlace } from './sheetGestures.ts'

export type GestureChange = Pick<HistoryChange, 'row' | 'ordinal' | 'old' | 'new'>

/** Single writes come first, then bulk writes one after the other. */
export interface GestureChangesPosition {
  singles: number
  bulks: number
  /** Of the bulk write that is begun. */
  cells: number
}

export const FIRST_CHANGE: GestureChangesPosition = { singles: 0, bulks: 0, cells: 0 }

/** A gesture, and what of it the reader may know. */
export interface KnownGesture {
  id: string
  places: readonly GesturePlace[]
  visible: readonly number[]
}

/** What a gesture changed, a page of it, in no order that means anything but always the same. */
export async function gestureChanges(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  gesture: KnownGesture,
  { limit, from }: { limit: number; from: GestureChangesPosition },
): Promise<{ changes: GestureChange[]; next: GestureChangesPosition | null }> {
  const changes: GestureChange[] = []
  let { singles, bulks, cells } = from
  if (bulks === 0 && cells === 0) {
    changes.push(
      ...(await reader.read<GestureChange>(tenantId, singlesStatement(tenantId, gesture, limit + 1, singles))),
    )
    if (changes.length > limit) {
      return { changes: changes.slice(0, limit), next: { singles: singles + limit, bulks, cells } }
    }
    singles += changes.length
  }
  for (;;) {
    const [bulk] = await reader.read<PackedChange>(tenantId, bulkStatement(tenantId, sheet, gesture, bulks))
    if (bulk === undefined) {
      return { changes, next: null }
    }
    for (const cell of bulkCells(bulk, new Set(gesture.visible)).drop(cells)) {
      if (changes.length === limit) {
        return { changes, next: { singles, bulks, cells } }
      }
      changes.push(cell)
      cells++
    }
    bulks++
    cells = 0
  }
}

/**
 * Everything that several gestures changed, by their id: for gestures that did little, or of one row only. Of the filter
 * its fields and times count.
 */
export async function changesOfGestures(
  reader: TenantReader,
  tenantId: string,
  gestures: readonly Omit<KnownGesture, 'visible'>[],
  { ordinals, since, until }: HistoryFilter,
  row?: string,
): Promise<Map<string, (GestureChange & HistoryPosition)[]>> {
  const places = gestures.flatMap(({ id, places: own }) => own.map((place) => ({ id, ...place })))
  const found = new Map<string, (GestureChange & HistoryPosition)[]>(gestures.map(({ id }) => [id, []]))
  if (places.length === 0) {
    return found
  }
  const bindings = [
    tenantId,
    places.map(({ id }) => id),
    places.map(({ documentId }) => documentId),
    places.map(({ firstSeq }) => firstSeq),
    places.map(({ lastSeq }) => lastSeq),
    row,
    since,
    until,
  ]
  const position = `${exactTime('at')} AS at, document_id::float8 AS "documentId", seq::float8 AS seq`
  const of = (columns: string, table: string, condition: string, order: string): string => `
    SELECT p.id, c.* FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) AS p (id, document, first, last)
      CROSS JOIN LATERAL (
        SELECT ${columns} FROM ${table} WHERE tenant_id = $1 AND document_id = p.document AND seq BETWEEN p.first AND p.last
          AND gesture_id = p.id AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at <= $8)
          AND ${condition} ORDER BY ${order}) c`
  type Single = GestureChange & HistoryPosition & { id: string }
  type Bulk = PackedChange & HistoryPosition & { id: string }
  const [singles, bulks] = await reader.readBoth<Single, Bulk>(
    tenantId,
    {
      sql: of(
        `row_id AS row, ordinal, old, new, ${position}`,
        'cell_changes',
        '($6::text IS NULL OR row_id = $6) AND ordinal = ANY ($9::int[])',
        'cell_changes.seq, row_id, ordinal',
      ),
      bindings: [...bindings, ordinals],
    },
    {
      sql: of(
        `old, new, ${position}`,
        'bulk_changes',
        '($6::text IS NULL OR row_ids @> ARRAY[$6]) AND counts ?| $9',
        'bulk_changes.seq, position',
      ),
      bindings: [...bindings, countKeys(ordinals)],
    },
  )
  for (const { id, ...change } of singles) {
    found.get(id)?.push(change)
  }
  for (const { id, old, new: now, ...place } of bulks) {
    const cells = bulkCells({ old, new: now }, new Set(ordinals), row)
    found.get(id)?.push(...cells.map((cell) => ({ ...cell, ...place })))
  }
  return found
}

function singlesStatement(
  tenantId: string,
  { id, places, visible }: KnownGesture,
  limit: number,
  offset: number,
): { sql: string; bindings: unknown[] } {
  const where = new Conditions()
  addPlaces(where, tenantId, id, places)
  where.add(`ordinal = ANY (${where.value(visible)}::int[])`)
  return {
    sql: `
      SELECT row_id AS row, ordinal, old, new FROM cell_changes WHERE ${where.sql}
      ORDER BY document_id, seq, row_id, ordinal LIMIT ${where.value(limit)} OFFSET ${where.value(offset)}`,
    bindings: where.values,
  }
}

function bulkStatement(
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  { id, places, visible }: KnownGesture,
  offset: number,
): { sql: string; bindings: unknown[] } {
  const where = new Conditions()
  addPlaces(where, tenantId, id, places)
  where
    .add(`table_id = ${where.value(tableId)} AND cycle_id = ${where.value(cycleId)}`)
    .add(`counts ?| ${where.value(countKeys(visible))}`)
  return {
    sql: `
      SELECT old, new FROM bulk_changes WHERE ${where.sql}
      ORDER BY document_id, seq, position LIMIT 1 OFFSET ${where.value(offset)}`,
    bindings: where.values,
  }
}

/** Both tables find the updates of a document by its number. */
function addPlaces(where: Conditions, tenantId: string, gestureId: string, places: readonly GesturePlace[]): void {
  const ranges = places.map(
    ({ documentId, firstSeq, lastSeq }) =>
      `document_id = ${where.value(documentId)} AND seq BETWEEN ${where.value(firstSeq)} AND ${where.value(lastSeq)}`,
  )
  where
    .add(`tenant_id = ${where.value(tenantId)} AND gesture_id = ${where.value(gestureId)}`)
    .add(`(${ranges.map((range) => `(${range})`).join(' OR ')})`)
}
