import type pg from 'pg'
import type { DocumentKey, JournalRow, WriteOrigin } from '#collab/hocuspocus/Journal.ts'
import { gesturesFromColumn, type GesturesColumn } from './gesturesColumn.ts'
import { hasHash } from './sha256.ts'

interface StoredRow {
  seq: number
  userId: string | null
  origin: WriteOrigin
  repaired: boolean
  clients: number[]
  gestures: GesturesColumn
  sha256: Buffer
  bytes: Buffer
}

/**
 * Journal rows of one generation behind a position, in order. Throws when a checksum does not match. (Never read with
 * `binary: true`: pg 8 reads binary columns through UTF-8 strings and damages them silently.)
 */
export async function readRows(
  on: pg.Pool | pg.PoolClient,
  { tenantId, documentId, generation }: DocumentKey,
  after: number,
): Promise<JournalRow[]> {
  const { rows } = await on.query<StoredRow>({
    name: 'journal_rows',
    text: `SELECT seq::float8 AS seq, actor_id AS "userId", origin, repaired, client_ids::float8[] AS clients, gestures, sha256, bytes
           FROM journal_rows($1, $2, $3, $4)`,
    values: [tenantId, documentId, generation, after],
  })
  return rows.map(({ sha256, gestures, ...row }) => {
    if (!hasHash(row.bytes, sha256)) {
      throw new Error(`journal row ${row.seq} of document ${documentId} is damaged`)
    }
    return { ...row, gestures: gesturesFromColumn(gestures) }
  })
}
