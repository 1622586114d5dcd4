/** What is different between the derived tables as they were and as the journal makes them. */
import type pg from 'pg'
import type { StoredDocument } from './StoredDocument.ts'

/** Tables that are derived from the journal, and what names a record of theirs within a sheet. */
export const DERIVED = [
  { table: 'rows', key: ['row_id'] },
  { table: 'cell_changes', key: ['document_id', 'seq', 'row_id', 'ordinal'] },
  { table: 'bulk_changes', key: ['document_id', 'seq', 'position'] },
  { table: 'sheet_gestures', key: ['document_id', 'gesture_id'] },
] as const

export interface Difference {
  table: string
  /** Such as `seq 4, row_id r1`. */
  record: string
  /** `missing`: the journal has it. `unknown`: the journal does not have it. */
  kind: 'missing' | 'unknown' | 'differs'
  /** Names of the columns that differ; never what is in them. */
  columns: string[]
}

/**
 * `client` is in the transaction that made the tables anew and kept the old ones as `was_…`. `ahead`: rows that may have
 * been newer than the position up to which they are derived.
 */
export async function compareDerived(
  client: pg.PoolClient,
  { tenantId, tableId, cycleId }: StoredDocument,
  ahead: readonly string[],
): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const { table, key } of DERIVED) {
    const record = key.map((column) => `'${column} ' || coalesce(w.${column}, n.${column})`).join(` || ', ' || `)
    const { rows } = await client.query<Omit<Difference, 'table'>>(
      `SELECT ${record} AS record,
              CASE WHEN w.tenant_id IS NULL THEN 'missing' WHEN n.tenant_id IS NULL THEN 'unknown' ELSE 'differs' END AS kind,
              ARRAY(SELECT o.key FROM jsonb_each(to_jsonb(w)) o JOIN jsonb_each(to_jsonb(n)) a USING (key)
                    WHERE o.value <> a.value AND w.tenant_id IS NOT NULL AND n.tenant_id IS NOT NULL ORDER BY 1) AS columns
       FROM was_${table} w FULL JOIN (
         SELECT * FROM ${table} WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3
       ) n ON ${key.map((column) => `w.${column} = n.${column}`).join(' AND ')}
       WHERE (w.tenant_id IS NULL OR n.tenant_id IS NULL OR to_jsonb(w) <> to_jsonb(n))
         AND NOT ($4 AND coalesce(to_jsonb(w), to_jsonb(n))->>'row_id' = ANY ($5::text[]))
       ORDER BY ${key.map((column) => `coalesce(w.${column}, n.${column})`).join()}`,
      [tenantId, tableId, cycleId, table === 'rows', ahead],
    )
    differences.push(...rows.map((row) => ({ table, ...row })))
  }
  return differences
}
