/** Notes which sheets have results that are gathered from a sheet. In the transaction that changed it. */
import type pg from 'pg'
import type { SheetAddress } from '../ports.ts'

/**
 * Sheets of the same cycle whose formulas read the table, itself among them, and the table in the next cycle when it reads
 * the one before. A locked cycle is not touched by what happens in another. `others`: without the sheet itself, whose own
 * results are made already. True: there are some.
 */
export async function markDependents(
  client: Pick<pg.PoolClient, 'query'>,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  whom: 'all' | 'others' = 'all',
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO sheet_refreshes (tenant_id, table_id, cycle_id)
     SELECT DISTINCT $1::uuid, f.table_id, $3::uuid FROM fields f
     WHERE f.tenant_id = $1 AND f.deleted_at IS NULL AND f.gathers IS NOT NULL
       AND CASE WHEN f.table_id = $2::uuid THEN $4 ELSE f.gathers -> 'tables' ? $2::text END
     UNION ALL
     SELECT $1, $2, n.id FROM (
       SELECT n.id, n.status FROM cycles c JOIN cycles n ON n.tenant_id = c.tenant_id AND n.project_id = c.project_id
       WHERE c.tenant_id = $1 AND c.id = $3 AND n.deleted_at IS NULL AND n.restated_by IS NULL AND n.starts_on > c.starts_on
       ORDER BY n.starts_on, n.id LIMIT 1) AS n
     WHERE n.status <> 'locked' AND EXISTS (SELECT FROM fields f
       WHERE f.tenant_id = $1 AND f.table_id = $2 AND f.deleted_at IS NULL AND f.gathers ->> 'previous' = 'true')`,
    [tenantId, tableId, cycleId, whom === 'all'],
  )
  return (rowCount ?? 0) > 0
}
