import type pg from 'pg'
import type { JournalRow, WriteOrigin } from '#collab/hocuspocus/Journal.ts'
import { hasHash } from './sha256.ts'

export interface NoteKey {
  tenantId: string
  noteId: number
}

/** One journaled update of a note. */
export interface NoteRow extends JournalRow {
  userId: string
  at: Date
}

interface StoredRow {
  seq: number
  userId: string
  origin: WriteOrigin
  clients: number[]
  sha256: Buffer
  bytes: Buffer
  at: Date
}

/** Updates of a note behind a position, in order, inside a tenant. Throws when a checksum does not match or one is missing. */
export async function readNoteRows(
  on: pg.PoolClient,
  { tenantId, noteId }: NoteKey,
  after: number,
): Promise<NoteRow[]> {
  const { rows } = await on.query<StoredRow>({
    name: 'note_rows',
    text: `SELECT seq::float8 AS seq, actor_id AS "userId", origin, client_ids::float8[] AS clients, sha256, bytes, created_at AS at
           FROM note_updates WHERE tenant_id = $1 AND note_id = $2 AND seq > $3 ORDER BY seq`,
    values: [tenantId, noteId, after],
  })
  return rows.map(({ sha256, ...row }, i) => {
    if (row.seq !== after + 1 + i) {
      throw new Error(`update ${after + 1 + i} of note ${noteId} is missing`)
    }
    if (!hasHash(row.bytes, sha256)) {
      throw new Error(`update ${row.seq} of note ${noteId} is damaged`)
    }
    return { ...row, repaired: false, gestures: null }
  })
}
