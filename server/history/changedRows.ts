import { setImmediate } from 'node:timers/promises'
import { ORDER } from '#collab/schema/layout.ts'
import type { ChangedBy } from '#shared/views/changedFilter.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { bulkCells, type PackedChange } from './bulkCells.ts'
import { countKeys, rowChangeOf } from './ChangeCounts.ts'
import { Conditions } from './Conditions.ts'
import { ofSheet } from './sheetGestures.ts'

interface AskedChanges {
  /** ISO time; it belongs to what is asked for. */
  since: string
  by: ChangedBy
  /** Who asks. */
  userId: string
  /** The fields whose changes count; never more than the reader may read. Added rows count in any case. */
  ordinals: readonly number[]
}

/** Unpacked one after the other. */
const BULKS_AT_ONCE = 10

/**
 * Ids of the rows that were added or changed since a moment. Of a bulk write only rows whose asked cells changed count, not
 * all that it names. Complexity: what was done since then, however long the history before it is.
 */
export async function changedRows(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  asked: AskedChanges,
): Promise<Set<string>> {
  const rows = new Set<string>()
  const singles = changesStatement(tenantId, sheet, asked, (asks) => ({
    columns: 'DISTINCT c.row_id AS row',
    table: 'cell_changes',
    condition: `(c.ordinal = ANY (${asks.value(asked.ordinals)}::int[]) OR (c.ordinal = ${ORDER} AND c.old IS NULL))`,
    order: '',
  }))
  for (const { row } of await reader.read<{ row: string }>(tenantId, singles)) {
    rows.add(row)
  }
  const ordinals = new Set([ORDER, ...asked.ordinals])
  for (let from = 0; ; from += BULKS_AT_ONCE) {
    const bulks = await reader.read<PackedChange>(
      tenantId,
      changesStatement(tenantId, sheet, asked, (asks) => ({
        columns: 'c.old, c.new',
        table: 'bulk_changes',
        condition: `c.counts ?| ${asks.value(keysOf(asked))}`,
        order: `ORDER BY c.document_id, c.seq, c.position LIMIT ${BULKS_AT_ONCE} OFFSET ${asks.value(from)}`,
      })),
    )
    for (const bulk of bulks) {
      for (const cell of bulkCells(bulk, ordinals)) {
        const change = rowChangeOf(cell)
        if (change === null || change === 'added') {
          rows.add(cell.row)
        }
      }
      await setImmediate() // a large one takes a while to unpack
    }
    if (bulks.length < BULKS_AT_ONCE) {
      return rows
    }
  }
}

const keysOf = ({ ordinals }: AskedChanges): string[] => ['added', ...countKeys(ordinals)]

interface Wanted {
  columns: string
  table: 'cell_changes' | 'bulk_changes'
  condition: string
  order: string
}

/** Over the gestures of that time, which are kept by time; changes are kept by their place in the journal. */
function changesStatement(
  tenantId: string,
  sheet: SheetAddress,
  asked: AskedChanges,
  wanted: (where: Conditions) => Wanted,
): { sql: string; bindings: unknown[] } {
  const where = new Conditions()
  const since = where.value(asked.since)
  where
    .add(ofSheet(where, tenantId, sheet)('g'))
    .add(`g.at >= ${since} AND g.counts ?| ${where.value(keysOf(asked))}`)
    .add('c.tenant_id = g.tenant_id AND c.document_id = g.document_id AND c.gesture_id = g.gesture_id')
    .add(`c.seq BETWEEN g.first_seq AND g.last_seq AND c.at >= ${since}`)
  if (asked.by !== 'anyone') {
    where.add(`c.actor_id IS ${asked.by === 'me' ? 'NOT ' : ''}DISTINCT FROM ${where.value(asked.userId)}`)
  }
  const { columns, table, condition, order } = wanted(where)
  where.add(condition)
  return {
    sql: `SELECT ${columns} FROM sheet_gestures g, ${table} c WHERE ${where.sql} ${order}`,
    bindings: where.values,
  }
}
