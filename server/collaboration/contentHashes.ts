/** How servers compare the content of a document: each says what it has at a position, in the database. */
import type pg from 'pg'
import type { SaidHash } from '#collab/hocuspocus/ContentHashes.ts'
import type { Journal } from '#collab/hocuspocus/Journal.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { contentHash } from '#collab/schema/contentHash.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { replayGenerations } from './replayGenerations.ts'

/** False: another server has said something else of that position. What is proved takes the place of it. */
export function recordHash(pool: pg.Pool, { key }: Part, { seq, hash, isProved }: SaidHash): Promise<boolean> {
  const { tenantId, documentId, generation } = key
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ other: string }>(
      `SELECT hash AS other FROM document_content_hashes
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND seq = $4 FOR UPDATE`,
      [tenantId, documentId, generation, seq],
    )
    await client.query(
      `INSERT INTO document_content_hashes AS known (tenant_id, document_id, generation, seq, hash) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, document_id) DO UPDATE
       SET generation = excluded.generation, seq = excluded.seq, hash = excluded.hash, said_at = now()
       WHERE known.seq < excluded.seq OR ($6 AND known.seq = excluded.seq)`,
      [tenantId, documentId, generation, seq, hash, isProved],
    )
    return rows.every(({ other }) => other === hash)
  })
}

/** From the journal alone, without any snapshot; null when it has gone on. */
export async function coldHash(journal: Pick<Journal, 'load'>, { key }: Part, seq: number): Promise<string | null> {
  const { tenantId, documentId, generation } = key
  const replayed = await replayGenerations(journal, { tenantId, documentId, from: -1 })
  if (replayed === null) {
    return null
  }
  const { part } = replayed
  const hash = part.seen === seq && part.key.generation === generation ? contentHash(part.sheet) : null
  part.doc.destroy()
  return hash
}

/** What a document was wrongly loaded from, perhaps. Nothing depends on it. */
export async function dropSnapshots(pool: pg.Pool, { key }: Part): Promise<void> {
  const { tenantId, documentId, generation } = key
  await inTenantOn(pool, tenantId, (client) =>
    client.query('DELETE FROM document_snapshots WHERE tenant_id = $1 AND document_id = $2 AND generation = $3', [
      tenantId,
      documentId,
      generation,
    ]),
  )
}
