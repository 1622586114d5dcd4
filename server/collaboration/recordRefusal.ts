import type pg from 'pg'
import type { Refusal } from '#collab/hocuspocus/ports.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'

/** So many cells are named; the rest is a number. */
const NAMED_CELLS = 100

/** Writes down who tried to write what they may not: which cells and why, never the values. */
export function recordRefusal(pool: pg.Pool, { who, documentId, cells, ...part }: Refusal): Promise<void> {
  const { tenantId, userId, sessionId } = who
  const after = {
    table_id: part.tableId,
    cycle_id: part.cycleId,
    part: part.part,
    count: cells.length,
    cells: cells.slice(0, NAMED_CELLS),
  }
  return inTenantOn(pool, tenantId, async (client) => {
    await client.query(
      `INSERT INTO audit_log (tenant_id, actor_id, actor_kind, session_id, action, subject_kind, subject_id, after, origin)
       VALUES ($1, $2, 'user', $3, 'sheet.refuse', 'document', $4, $5, 'socket')`,
      [tenantId, userId, sessionId, String(documentId), JSON.stringify(after)],
    )
  })
}
