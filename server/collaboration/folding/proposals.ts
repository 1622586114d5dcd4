/** The next generation of a document: proposed beside the one in use, and then put in its place. */
import type pg from 'pg'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { sha256 } from '#server/storage/journal/sha256.ts'

/** What a document begins its next generation with. */
export interface Proposal {
  /** The next generation. */
  generation: number
  /** What of the journal is in the seed; null when it is more than a fold (fields moved in or out). */
  seq: number | null
  seed: Uint8Array
  sha256: Uint8Array
}

/** What the journal had come to when the generation before ended, and what the seed does not have of it. */
export interface Ending {
  headSeq: number
  tail: Uint8Array | null
  /** Since when the next one is in use, by the clock of the database; absent: now. */
  at?: string
}

/** Of a fold, and nothing but a fold. */
export interface FoldProposal extends Proposal {
  seq: number
}

export const proposalOf = <Seq extends number | null>(
  { generation }: DocumentKey,
  seed: Uint8Array,
  seq: Seq,
): Proposal & { seq: Seq } => ({ generation: generation + 1, seq, seed, sha256: sha256(seed) })

/** In place of a proposal that came to nothing. False: that generation is in use by now. */
export function propose(pool: pg.Pool, { tenantId, documentId }: DocumentKey, proposal: Proposal): Promise<boolean> {
  return inTenantOn(pool, tenantId, async (client) => {
    const where = [tenantId, documentId, proposal.generation]
    await client.query(
      `DELETE FROM document_generations g WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND EXISTS (
         SELECT FROM documents d WHERE d.tenant_id = $1 AND d.id = $2 AND d.generation = $3 - 1)`,
      where,
    )
    const { rowCount } = await client.query(
      `INSERT INTO document_generations (tenant_id, document_id, generation, after_seq, folded_seq, sha256, seed)
       VALUES ($1, $2, $3, 0, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [...where, proposal.seq, proposal.sha256, asBuffer(proposal.seed)],
    )
    return rowCount === 1
  })
}

/** Under the row lock of the document. False: another proposal took the place of this one. */
export async function adopt(
  client: pg.PoolClient,
  { tenantId, documentId }: DocumentKey,
  { generation, seq, sha256: hash }: Proposal,
  { headSeq, tail, at }: Ending,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE document_generations SET after_seq = $4, tail = $5, tail_sha256 = $6, begun_at = coalesce($9::timestamptz, clock_timestamp())
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND sha256 = $7 AND folded_seq IS NOT DISTINCT FROM $8`,
    [
      tenantId,
      documentId,
      generation,
      headSeq,
      tail === null ? null : asBuffer(tail),
      tail === null ? null : sha256(tail),
      hash,
      seq,
      at,
    ],
  )
  if (rowCount !== 1) {
    return false
  }
  await client.query('UPDATE documents SET generation = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    documentId,
    generation,
  ])
  await client.query(
    `INSERT INTO audit_log (tenant_id, actor_kind, action, subject_kind, subject_id, after, origin)
     VALUES ($1, 'system', 'sheet.fold', 'document', $2, jsonb_build_object(
       'generation', $3::int, 'seq', $4::bigint, 'sha256', $5::text), 'system')`,
    [tenantId, String(documentId), generation, headSeq, Buffer.from(hash).toString('hex')],
  )
  return true
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)
