/** Shortens loading: the whole document now and then. Only of what is projected, so that a load never skips history. */
import type pg from 'pg'
import * as Y from 'yjs'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { sha256 } from '../storage/journal/sha256.ts'

export interface SnapshotLimits {
  /** A snapshot is due when so much was journaled behind the last one. */
  rows: number
  bytes: number
}

export const SNAPSHOT_LIMITS: SnapshotLimits = { rows: 500, bytes: 1 << 20 }

/** The others are there in case the newest is damaged. */
const KEPT = 3

export class Snapshots {
  readonly #pool: pg.Pool
  readonly #limits: SnapshotLimits
  readonly #tails = new WeakMap<Part, { rows: number; bytes: number }>()

  constructor(pool: pg.Pool, limits: SnapshotLimits) {
    this.#pool = pool
    this.#limits = limits
  }

  /** Counts what reaches a document. */
  count(part: Part, changes: readonly Changes[]): void {
    const tail = this.#tailOf(part)
    tail.rows += changes.length
    tail.bytes += changes.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Takes one if it is due and everything in the document is projected. */
  async takeIfDue(part: Part, projectedSeq: number): Promise<void> {
    const tail = this.#tailOf(part)
    const isDue = tail.rows >= this.#limits.rows || tail.bytes >= this.#limits.bytes
    if (!isDue || part.isClosed || part.isSealed || part.seen !== projectedSeq || part.hasGap) {
      return
    }
    this.#tails.set(part, { rows: 0, bytes: 0 })
    const bytes = Y.encodeStateAsUpdate(part.doc)
    await this.#store(part, projectedSeq, bytes, Object.fromEntries(part.owners))
  }

  async #store(part: Part, seq: number, bytes: Uint8Array, owners: Record<string, string>): Promise<void> {
    const { tenantId, documentId, generation } = part.key
    await inTenantOn(this.#pool, tenantId, async (client) => {
      await client.query(
        `INSERT INTO document_snapshots (tenant_id, document_id, generation, upto_seq, sha256, owners, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [tenantId, documentId, generation, seq, sha256(bytes), JSON.stringify(owners), Buffer.from(bytes)],
      )
      await client.query(
        `DELETE FROM document_snapshots WHERE tenant_id = $1 AND document_id = $2 AND upto_seq NOT IN (
           SELECT upto_seq FROM document_snapshots WHERE tenant_id = $1 AND document_id = $2 ORDER BY upto_seq DESC LIMIT $3)`,
        [tenantId, documentId, KEPT],
      )
    })
  }

  #tailOf(part: Part): { rows: number; bytes: number } {
    let tail = this.#tails.get(part)
    if (tail === undefined) {
      tail = { ...part.tailAtLoad }
      this.#tails.set(part, tail)
    }
    return tail
  }
}
