import type pg from 'pg'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { SheetAddress } from './ports.ts'

/**
 * Who projects parts of the same sheet takes turns, on all servers: a row is made of all of them. Answers the documents and
 * how far they are projected.
 */
export async function lockProjections(
  client: pg.PoolClient,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
): Promise<{ id: number; part: string; position: number }[]> {
  const { rows } = await client.query<{ id: number; part: string; position: number }>(
    `SELECT d.id::float8 AS id, d.part, p.position::float8 AS position
     FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
     WHERE d.tenant_id = $1 AND d.table_id = $2 AND d.cycle_id = $3 ORDER BY d.id FOR UPDATE OF p`,
    [tenantId, tableId, cycleId],
  )
  return rows
}

/** That of the common part, which has the rows themselves. */
export const commonOf = <Document extends { part: string }>(documents: readonly Document[]): Document | undefined =>
  documents.find(({ part }) => part === COMMON_PART)
