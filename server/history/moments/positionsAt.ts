import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { TenantReader } from '#server/storage/database/TenantReader.ts'
import { exactTime } from '../HistoryChange.ts'

/** How far the journal of one document of a sheet was at some moment. */
export interface DocumentPosition {
  documentId: number
  /** Of `partOf`. */
  part: string
  /** The one that was in use then. */
  generation: number
  /** The last update up to that moment; 0: none, the document was as it began. */
  seq: number
}

export interface SheetPositions {
  /** Since when there is a sheet; null when there is none. */
  since: string | null
  /** Documents that were there at that moment. */
  documents: DocumentPosition[]
}

/**
 * Where every document of a sheet was at a moment. Times go up with the numbers of a journal, so the place is found by
 * halving, along the journal's key.
 */
export async function positionsAt(
  reader: TenantReader,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  at: string,
): Promise<SheetPositions> {
  const [[life], documents] = await reader.readBoth<{ since: string | null }, DocumentPosition>(
    tenantId,
    {
      sql: `SELECT ${exactTime('min(created_at)')} AS since FROM documents WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3`,
      bindings: [tenantId, tableId, cycleId],
    },
    { sql: POSITIONS, bindings: [tenantId, tableId, cycleId, at] },
  )
  const broken = documents.find(({ seq }) => seq === null)
  if (broken !== undefined) {
    throw new Error(`the journal of document ${broken.documentId} has a gap`)
  }
  return { since: life?.since ?? null, documents }
}

const POSITIONS = `
  SELECT d.id::float8 AS "documentId", d.part, (
      SELECT max(g.generation) FROM document_generations g
      WHERE g.tenant_id = $1 AND g.document_id = d.id AND g.generation <= d.generation
        AND (g.begun_at <= $4 OR g.generation = 1)) AS generation,
    found.seq::float8 AS seq
  FROM documents d CROSS JOIN LATERAL (
    WITH RECURSIVE search (low, high) AS (
      SELECT 0::bigint, d.head_seq + 1
      UNION ALL
      SELECT CASE WHEN u.created_at <= $4 THEN u.seq WHEN u.created_at > $4 THEN s.low END,
        CASE WHEN u.created_at <= $4 THEN s.high ELSE u.seq END
      FROM search s LEFT JOIN LATERAL (
        SELECT seq, created_at FROM document_updates
        WHERE tenant_id = $1 AND document_id = d.id AND seq = (s.low + s.high) / 2 LIMIT 1) u ON true
      WHERE s.high - s.low > 1
    ) SELECT CASE WHEN bool_and(low IS NOT NULL) THEN max(low) END AS seq FROM search) found
  WHERE d.tenant_id = $1 AND d.table_id = $2 AND d.cycle_id = $3 AND d.created_at <= $4
  ORDER BY d.id`
