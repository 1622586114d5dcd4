import type { Knex } from 'knex'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { bulkCells, type PackedChange } from '../history/bulkCells.ts'
import { exactTime } from '../history/HistoryChange.ts'
import type { HistoryRecord } from './packRecords.ts'
import { readCursor } from '../storage/database/readCursor.ts'

/** Lines of one file. */
export const HISTORY_BLOCK = 20_000
const CELLS_AT_ONCE = 5000
/** What happened to a row as a whole: added or moved, deleted or restored. */
const ABOUT_ROWS = [0, 1]
/** Each unpacks to many cells. */
const BULKS_AT_ONCE = 1

interface StoredChange extends Omit<HistoryRecord, 'old' | 'new'> {
  old: CellValue
  new: CellValue
}
type StoredBulk = Pick<HistoryRecord, 'at' | 'by' | 'gesture' | 'origin'> & PackedChange

const ABOUT = `${exactTime('at')} AS at, actor_id AS by, gesture, origin, old, new`

/**
 * What changed the cells of these fields of a sheet, in blocks of `HISTORY_BLOCK`: single changes first, then those of bulk writes, each in
 * the order of the journal of its document.
 */
export async function* cycleHistory(
  trx: Knex.Transaction,
  sheet: { tableId: string; cycleId: string },
  fields: readonly { ordinal: number }[],
): AsyncGenerator<HistoryRecord[]> {
  let block: HistoryRecord[] = []
  const ordinals = new Set([...ABOUT_ROWS, ...fields.map(({ ordinal }) => ordinal)])
  for await (const records of changesOf(trx, sheet, ordinals)) {
    for (const record of records) {
      block.push(record)
      if (block.length === HISTORY_BLOCK) {
        yield block
        block = []
      }
    }
  }
  if (block.length > 0) {
    yield block
  }
}

/** As many at once as are read at once: one by one they would cost a turn of the event loop each. */
async function* changesOf(
  trx: Knex.Transaction,
  bindings: { tableId: string; cycleId: string },
  ordinals: ReadonlySet<number>,
): AsyncGenerator<Iterable<HistoryRecord>> {
  const of = (columns: string, table: string, order: string): string => `
    SELECT ${columns}, ${ABOUT} FROM ${table}
    WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId ORDER BY ${order}`
  const singles = of('row_id AS row, ordinal AS field', 'cell_changes', 'document_id, seq, row_id COLLATE "C", ordinal')
  for await (const rows of readCursor<StoredChange>(trx, { sql: singles, bindings, block: CELLS_AT_ONCE })) {
    yield rows.filter(({ field }) => ordinals.has(field))
  }
  const bulks = of('position', 'bulk_changes', 'document_id, seq, position')
  for await (const rows of readCursor<StoredBulk>(trx, { sql: bulks, bindings, block: BULKS_AT_ONCE })) {
    for (const bulk of rows) {
      yield recordsOf(bulk, ordinals)
    }
  }
}

function* recordsOf({ at, by, gesture, origin, ...packed }: StoredBulk, ordinals: ReadonlySet<number>) {
  for (const { row, ordinal, old, new: now } of bulkCells(packed, ordinals)) {
    // in the order in which they are written: there is nothing to sort
    yield { at, by, field: ordinal, gesture, new: now, old, origin, row }
  }
}
