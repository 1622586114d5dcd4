import type pg from 'pg'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import type { Successor } from '#collab/hocuspocus/Succession.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'

/** The generation behind this one; null when it is not simply its fold (fields moved in or out). */
export function successorOf(
  pool: pg.Pool,
  { tenantId, documentId, generation }: DocumentKey,
): Promise<Successor | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<Successor>(
      `SELECT folded_seq::float8 AS seq, sha256, tail FROM document_generations
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND folded_seq IS NOT NULL`,
      [tenantId, documentId, generation + 1],
    )
    return rows[0] ?? null
  })
}
