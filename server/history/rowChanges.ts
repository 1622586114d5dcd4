import type { TenantReader } from '../storage/database/TenantReader.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import { bulkCells, type PackedChange } from './bulkCells.ts'
import { countKeys } from './ChangeCounts.ts'
import { Conditions } from './Conditions.ts'
import { byPosition, exactTime, type HistoryChange, type HistoryFilter, type HistoryPosition } from './HistoryChange.ts'

export interface RowChangesPage {
  /** At least so many when there are so many. */
  limit: number
  /** Only what is older. */
  before?: HistoryPosition | undefined
}

export interface RowChanges {
  /** Newest first; what was journaled together is never cut apart. */
  changes: HistoryChange[]
  /** `before` of the next page; null: there is no more. */
  next: HistoryPosition | null
}

interface StoredChange extends HistoryPosition {
  actorId: string | null
  origin: string
  kind: HistoryChange['gesture']['kind']
  gestureId: string
}
type StoredCell = StoredChange & Pick<HistoryChange, 'ordinal' | 'old' | 'new'>
type StoredBulk = StoredChange & PackedChange

/** Each of them has to be unpacked. */
const MOST_BULKS = 50

const COLUMNS = `${exactTime('at')} AS at, document_id::float8 AS "documentId", seq::float8 AS seq, actor_id AS "actorId", origin,
  gesture AS kind, gesture_id AS "gestureId"`

/**
 * What changed one row, from single and bulk writes alike. Complexity: the fields times the length of the page, and the bulk
 * writes of the sheet whose rows lie around this one.
 */
export async function rowChanges(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  rowId: string,
  filter: HistoryFilter,
  page: RowChangesPage,
): Promise<RowChanges> {
  const [cells, bulks] = await reader.readBoth<StoredCell, StoredBulk>(
    tenantId,
    cellsStatement(tenantId, sheet, rowId, filter, page),
    bulksStatement(tenantId, sheet, rowId, filter, page),
  )
  const ordinals = new Set(filter.ordinals)
  const found = [
    ...cells.map(({ kind, gestureId, ...cell }) => ({ ...cell, row: rowId, gesture: { kind, id: gestureId } })),
    ...bulks.flatMap(({ old, new: now, kind, gestureId, ...bulk }) =>
      [...bulkCells({ old, new: now }, ordinals, rowId)].map((cell) => ({
        ...bulk,
        ...cell,
        gesture: { kind, id: gestureId },
      })),
    ),
  ].sort((a, b) => byPosition(a, b) || a.ordinal - b.ordinal)
  // behind its last row, a list that is full says nothing
  const ends = [
    cells.length > page.limit ? cells.at(-1) : undefined,
    bulks.length >= MOST_BULKS ? bulks.at(-1) : undefined,
  ].flatMap((end) => end ?? [])
  return firstWhole(found, ends.toSorted(byPosition)[0] ?? null, page.limit)
}

function firstWhole(found: HistoryChange[], end: HistoryPosition | null, limit: number): RowChanges {
  const known = end === null ? found : found.filter((change) => byPosition(change, end) <= 0)
  const last = known[limit - 1]
  const isCut = last !== undefined && known.some((change) => byPosition(change, last) > 0)
  if (isCut) {
    return { changes: known.filter((change) => byPosition(change, last) <= 0), next: positionOf(last) }
  }
  return { changes: known, next: end === null ? null : positionOf(end) }
}

const positionOf = ({ at, documentId, seq }: HistoryPosition): HistoryPosition => ({ at, documentId, seq })

function cellsStatement(
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  rowId: string,
  filter: HistoryFilter,
  { limit, before }: RowChangesPage,
): { sql: string; bindings: unknown[] } {
  const where = new Conditions()
  where
    .add(`tenant_id = ${where.value(tenantId)} AND table_id = ${where.value(tableId)}`)
    .add(`cycle_id = ${where.value(cycleId)} AND row_id = ${where.value(rowId)} AND ordinal = asked.ordinal`)
    .narrow(filter, 'gesture')
  addBefore(where, before)
  const most = `(${where.value(limit + 1)}::bigint)`
  // by the key of the table, field by field: hidden fields are not even walked over
  return {
    sql: `
      SELECT c.* FROM unnest(${where.value(filter.ordinals)}::int[]) AS asked (ordinal) CROSS JOIN LATERAL (
        SELECT ${COLUMNS}, ordinal, old, new FROM cell_changes WHERE ${where.sql}
        ORDER BY cell_changes.at DESC, document_id DESC, seq DESC LIMIT ${most}) c
      ORDER BY c.at DESC, c."documentId" DESC, c.seq DESC FETCH FIRST ${most} ROWS WITH TIES`,
    bindings: where.values,
  }
}

function bulksStatement(
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  rowId: string,
  filter: HistoryFilter,
  { before }: RowChangesPage,
): { sql: string; bindings: unknown[] } {
  const where = new Conditions()
  const row = where.value(rowId)
  where
    .add(
      `tenant_id = ${where.value(tenantId)} AND table_id = ${where.value(tableId)} AND cycle_id = ${where.value(cycleId)}`,
    )
    .add(
      `${row}::text COLLATE "C" BETWEEN first_row AND last_row AND counts ?| ${where.value(countKeys(filter.ordinals))}`,
    )
    .add(`row_ids @> ARRAY[${row}::text]`)
    .narrow(filter, 'gesture')
  addBefore(where, before)
  return {
    sql: `
      SELECT ${COLUMNS}, old, new FROM bulk_changes WHERE ${where.sql}
      ORDER BY bulk_changes.at DESC, document_id DESC, seq DESC FETCH FIRST ${MOST_BULKS} ROWS WITH TIES`,
    bindings: where.values,
  }
}

function addBefore(where: Conditions, before: HistoryPosition | undefined): void {
  if (before !== undefined) {
    const { at, documentId, seq } = before
    where.add(
      `(at, document_id, seq) < (${where.value(at)}::timestamptz, ${where.value(documentId)}, ${where.value(seq)})`,
    )
  }
}
