import type { SheetAddress } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { Conditions } from './Conditions.ts'
import { exactTime, type HistoryFilter } from './HistoryChange.ts'

/** What was written to the note of a row without a long pause, as an entry of the history of its sheet. */
export interface NoteEntry {
  /** ISO time of the last word, exact to the microsecond. */
  at: string
  /** Like the id of a gesture; the same whenever it is derived. */
  gestureId: string
  /** Notes lie in no document of the sheet. */
  documentId: 0
  row: string
  /** In the order in which they began to write. */
  actorIds: string[]
  before: string
  text: string
}

interface Asked extends Omit<HistoryFilter, 'ordinals'> {
  row?: string | undefined
  /** Only older ones than this. */
  before?: { at: string; gestureId?: string; documentId?: number } | undefined
  limit: number
}

/** Newest first. Whoever may read the sheet may read its notes, so there is nothing to ask about fields. */
export async function noteEntries(
  reader: TenantReader,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  { row, before, actorId, kind, since, until, limit }: Asked,
): Promise<NoteEntry[]> {
  if (kind !== undefined && kind !== 'noted') {
    return []
  }
  const where = new Conditions()
  where.add(`n.tenant_id = ${where.value(tenantId)} AND n.table_id = ${where.value(tableId)}`)
  where.add(`n.cycle_id = ${where.value(cycleId)}`).narrow({ since, until }, 'kind')
  if (row !== undefined) {
    where.add(`n.row_id = ${where.value(row)}`)
  }
  if (actorId !== undefined) {
    where.add(`${where.value(actorId)} = ANY (h.actor_ids)`)
  }
  if (before !== undefined) {
    const at = `${where.value(before.at)}::timestamptz`
    where.add(
      before.gestureId === undefined
        ? `h.at < ${at}`
        : `(h.at, ${ENTRY_ID}, 0) < (${at}, ${where.value(before.gestureId)}::uuid, ${where.value(before.documentId)})`,
    )
  }
  return reader.read<NoteEntry & Record<string, unknown>>(tenantId, {
    sql: `
      SELECT ${exactTime('h.at')} AS at, ${ENTRY_ID} AS "gestureId", 0 AS "documentId", n.row_id AS row,
        h.actor_ids AS "actorIds", h.text, coalesce((
          SELECT b.text FROM note_changes b
          WHERE b.tenant_id = h.tenant_id AND b.note_id = h.note_id AND b.first_seq < h.first_seq
          ORDER BY b.first_seq DESC LIMIT 1), '') AS before
      FROM notes n JOIN note_changes h ON h.tenant_id = n.tenant_id AND h.note_id = n.id
      WHERE ${where.sql} ORDER BY h.at DESC, ${ENTRY_ID} DESC LIMIT ${where.value(limit)}`,
    bindings: where.values,
  })
}

/** Of `notes n` and `note_changes h`; no gesture in cells has such an id. */
export const ENTRY_ID = `md5('note ' || n.id || ' ' || h.first_seq)::uuid`
