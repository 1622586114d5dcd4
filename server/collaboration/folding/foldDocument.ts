/**
 * The fold of one document. The long work needs no lock; what is journaled meanwhile is brought in under the document's row
 * lock, so people who write wait for milliseconds. Nothing counts before the last commit: whoever dies on the way, or is
 * overtaken, leaves the document as it is.
 */
import type pg from 'pg'
import * as Y from 'yjs'
import type { DocumentKey, JournalRow, LoadedDocument } from '#collab/hocuspocus/Journal.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { loadDocument } from '#server/storage/journal/loadDocument.ts'
import { readRows } from '#server/storage/journal/readRows.ts'
import { sha256 } from '#server/storage/journal/sha256.ts'
import { LateChanges } from './LateChanges.ts'
import { withFoldLock } from './withFoldLock.ts'

/** The fold as it was before the tail: proposed, not yet in use. */
export interface Proposal {
  /** The next generation. */
  generation: number
  /** What of the journal is in the seed. */
  seq: number
  seed: Uint8Array
  sha256: Uint8Array
}

/**
 * `sealed`: goes on in the next generation. `unchanged`: nothing was written since the last fold. `busy`: somebody else is
 * at it. `overtaken`: somebody else was quicker, or the document does not exist.
 */
export type FoldOutcome = 'sealed' | 'unchanged' | 'busy' | 'overtaken'

export interface FoldOptions {
  tenantId: string
  documentId: number
  /** Hears of the proposal before the document is sealed; sealing waits for it. */
  onProposed: (proposal: Proposal) => Promise<void>
  onDamage: (error: Error) => void
}

/** Rows that may be left for the time under the lock. */
const FEW_ROWS = 20
const MAX_CATCH_UPS = 10

/** Uses at most two connections of the pool. */
export async function foldDocument(pool: pg.Pool, options: FoldOptions): Promise<FoldOutcome> {
  const outcome = await withFoldLock(pool, options.documentId, () => fold(pool, options))
  return outcome ?? 'busy'
}

async function fold(pool: pg.Pool, { tenantId, documentId, onProposed, onDamage }: FoldOptions): Promise<FoldOutcome> {
  const loaded = await loadDocument(pool, { tenantId, documentId, behind: null, onDamage })
  if (loaded === null) {
    return 'overtaken'
  }
  const old = new OldGeneration({ tenantId, documentId, generation: loaded.generation }, loaded)
  if (!(await hasUpdates(pool, old.key))) {
    return 'unchanged'
  }
  const seed = foldSheet(old.sheet)
  const proposal = { generation: loaded.generation + 1, seq: old.seen, seed, sha256: sha256(seed) }
  const late = new LateChanges(old.sheet)
  if (!(await propose(pool, old.key, proposal))) {
    return 'overtaken'
  }
  await onProposed(proposal)
  await old.catchUp(pool)
  return seal(pool, old, proposal, late)
}

/** The document as it is in the generation that comes to its end. */
class OldGeneration {
  readonly key: DocumentKey
  readonly sheet: Sheet
  #seen: number

  constructor(key: DocumentKey, loaded: LoadedDocument) {
    this.key = key
    const doc = new Y.Doc()
    doc.transact(() => {
      Y.applyUpdate(doc, loaded.state)
      if (loaded.tail !== null) {
        Y.applyUpdate(doc, loaded.tail)
      }
    })
    this.sheet = new Sheet(doc)
    this.#seen = loaded.stateSeq
    this.take(loaded.rows)
  }

  get seen(): number {
    return this.#seen
  }

  take(rows: readonly JournalRow[]): void {
    this.sheet.doc.transact(() => rows.forEach(({ bytes }) => Y.applyUpdate(this.sheet.doc, bytes)))
    this.#seen = rows.at(-1)?.seq ?? this.#seen
    if (this.sheet.doc.store.pendingStructs !== null) {
      throw new Error('journal rows with missing dependencies')
    }
  }

  /** Until little is left to read under the lock. */
  async catchUp(pool: pg.Pool): Promise<void> {
    for (let round = 0; round < MAX_CATCH_UPS; round++) {
      const rows = await readRows(pool, this.key, this.#seen)
      this.take(rows)
      if (rows.length <= FEW_ROWS) {
        return
      }
    }
  }
}

function hasUpdates(pool: pg.Pool, { tenantId, documentId, generation }: DocumentKey): Promise<boolean> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ has: boolean }>(
      `SELECT head_seq > after_seq AS has FROM documents d JOIN document_generations g
         ON g.tenant_id = d.tenant_id AND g.document_id = d.id AND g.generation = $3
       WHERE d.tenant_id = $1 AND d.id = $2`,
      [tenantId, documentId, generation],
    )
    return rows[0]?.has === true
  })
}

/** In place of a proposal that came to nothing. False: that generation is in use by now. */
function propose(pool: pg.Pool, { tenantId, documentId }: DocumentKey, proposal: Proposal): Promise<boolean> {
  return inTenantOn(pool, tenantId, async (client) => {
    const where = [tenantId, documentId, proposal.generation]
    const isNext = `generation = $3 AND EXISTS (
      SELECT FROM documents d WHERE d.tenant_id = $1 AND d.id = $2 AND d.generation = $3 - 1)`
    await client.query(
      `DELETE FROM document_generations WHERE tenant_id = $1 AND document_id = $2 AND ${isNext}`,
      where,
    )
    const { rowCount } = await client.query(
      `INSERT INTO document_generations (tenant_id, document_id, generation, after_seq, folded_seq, sha256, seed)
       VALUES ($1, $2, $3, $4, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [...where, proposal.seq, proposal.sha256, asBuffer(proposal.seed)],
    )
    return rowCount === 1
  })
}

function seal(pool: pg.Pool, old: OldGeneration, proposal: Proposal, late: LateChanges): Promise<FoldOutcome> {
  const { tenantId, documentId, generation } = old.key
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ generation: number; headSeq: number }>(
      `SELECT generation, head_seq::float8 AS "headSeq" FROM documents WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [tenantId, documentId],
    )
    if (rows[0]?.generation !== generation) {
      return 'overtaken'
    }
    old.take(await readRows(client, old.key, old.seen))
    if (old.seen !== rows[0].headSeq) {
      throw new Error(`the journal of document ${documentId}@${generation} has a gap`)
    }
    const tail = late.behind(proposal.seed)
    const written = await client.query(
      `UPDATE document_generations SET after_seq = $4, tail = $5, tail_sha256 = $6
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND sha256 = $7 AND folded_seq = $8`,
      [
        tenantId,
        documentId,
        proposal.generation,
        old.seen,
        tail === null ? null : asBuffer(tail),
        tail === null ? null : sha256(tail),
        proposal.sha256,
        proposal.seq,
      ],
    )
    if (written.rowCount !== 1) {
      return 'overtaken' // another proposal took the place of ours
    }
    await client.query('UPDATE documents SET generation = $3 WHERE tenant_id = $1 AND id = $2', [
      tenantId,
      documentId,
      proposal.generation,
    ])
    await client.query(
      `INSERT INTO audit_log (tenant_id, actor_kind, action, subject_kind, subject_id, after, origin)
       VALUES ($1, 'system', 'sheet.fold', 'document', $2, jsonb_build_object(
         'generation', $3::int, 'seq', $4::bigint, 'sha256', $5::text), 'system')`,
      [tenantId, String(documentId), proposal.generation, old.seen, Buffer.from(proposal.sha256).toString('hex')],
    )
    return 'sealed'
  })
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)
