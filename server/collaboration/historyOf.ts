import type pg from 'pg'
import { blockOf } from '#collab/schema/block.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import type { CellChange, SheetAddress, WriteOrigin } from './ports.ts'

interface Page {
  limit: number
  /** Only journal positions below this one. */
  before?: number
}

interface StoredChange {
  seq: number
  at: Date
  actorId: string | null
  origin: WriteOrigin
}
type StoredCell = StoredChange & { ordinal: number; old: CellValue; new: CellValue }
type StoredBulk = StoredChange & { old: Buffer; new: Buffer }

/**
 * Changes of one row's cells, newest first, from single writes and bulk writes alike. At least `limit` of them when there
 * are so many; what was journaled together is never cut apart, so the last position is the next page's `before`.
 */
export function historyOf(
  pool: pg.Pool,
  tenantId: string,
  sheet: SheetAddress,
  rowId: string,
  { limit, before = Number.MAX_SAFE_INTEGER }: Page,
): Promise<CellChange[]> {
  const values = [tenantId, sheet.tableId, sheet.cycleId, rowId, before, limit]
  return inTenantOn(pool, tenantId, async (client) => {
    const cells = await client.query<StoredCell>(
      `SELECT seq::float8 AS seq, ordinal, at, actor_id AS "actorId", origin, old, new FROM cell_changes
       WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = $4 AND seq IN (
         SELECT DISTINCT seq FROM cell_changes
         WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = $4 AND seq < $5 ORDER BY seq DESC LIMIT $6)`,
      values,
    )
    const bulks = await client.query<StoredBulk>(
      `SELECT seq::float8 AS seq, at, actor_id AS "actorId", origin, old, new FROM bulk_changes
       WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_ids @> ARRAY[$4] AND seq < $5
       ORDER BY seq DESC, position DESC LIMIT $6`,
      values,
    )
    const changes = [...cells.rows, ...bulks.rows.flatMap((bulk) => changesIn(bulk, rowId))]
    return firstWhole(
      changes.sort((a, b) => b.seq - a.seq || a.ordinal - b.ordinal),
      limit,
    )
  })
}

function changesIn({ old, new: now, ...change }: StoredBulk, rowId: string): CellChange[] {
  const [before, after] = [blockOf(old), blockOf(now)]
  const position = after.find(rowId)
  return after.ordinals.flatMap((ordinal) => {
    const cell = {
      old: before.column(ordinal)?.get(position) ?? null,
      new: after.column(ordinal)?.get(position) ?? null,
    }
    return isSameValue(cell.old, cell.new) ? [] : [{ ...change, ordinal, ...cell }]
  })
}

function firstWhole(changes: CellChange[], limit: number): CellChange[] {
  const lastSeq = changes[limit - 1]?.seq
  return lastSeq === undefined ? changes : changes.filter(({ seq }) => seq >= lastSeq)
}
