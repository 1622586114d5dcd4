/**
 * The write-ahead journal in PostgreSQL. One statement in flight per tenant; what arrives meanwhile gathers into the next
 * one, so the number of commits does not grow with the number of writers.
 */
import type pg from 'pg'
import type {
  Behind,
  CommitListener,
  DocumentKey,
  Head,
  Journal,
  JournalEntry,
  JournalRow,
  LoadedDocument,
  LockedState,
  Receipt,
} from '#collab/hocuspocus/Journal.ts'
import { appendBatch } from './appendBatch.ts'
import { KnownSeeds } from './KnownSeeds.ts'
import { loadDocument } from './loadDocument.ts'
import { inTenantOn } from './inTenantOn.ts'
import { readRows } from './readRows.ts'

interface Waiting {
  entry: JournalEntry
  resolve: (receipt: Receipt) => void
  reject: (error: unknown) => void
}

const MAX_ROWS = 500
const MAX_BYTES = 8 << 20

export class PgJournal implements Journal {
  readonly #pool: pg.Pool
  readonly #onCommitted: CommitListener
  readonly #onDamage: (documentId: number, error: Error) => void
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #busy = new Set<string>()
  /** Whoever makes a seed leaves it here. */
  readonly knownSeeds = new KnownSeeds()
  /** Since the start, for measurements. */
  readonly stats = { batches: 0, rows: 0 }

  /** `onDamage` hears of a snapshot whose hash does not match; loading goes on without it. */
  constructor(pool: pg.Pool, onCommitted: CommitListener, onDamage: (documentId: number, error: Error) => void) {
    this.#pool = pool
    this.#onCommitted = onCommitted
    this.#onDamage = onDamage
  }

  append(entry: JournalEntry): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const { tenantId } = entry
      const waiting = this.#waiting.get(tenantId)
      if (waiting === undefined) {
        this.#waiting.set(tenantId, [{ entry, resolve, reject }])
      } else {
        waiting.push({ entry, resolve, reject })
      }
      if (!this.#busy.has(tenantId)) {
        this.#busy.add(tenantId)
        setImmediate(() => void this.#drain(tenantId)) // let this turn of the event loop gather first
      }
    })
  }

  async appendLocked(
    { tenantId, documentId, generation }: DocumentKey,
    seen: number,
    make: (state: LockedState) => JournalEntry | null,
  ): Promise<Receipt> {
    const result = await inTenantOn(this.#pool, tenantId, async (client) => {
      const { rows } = await client.query<Head>(
        `SELECT head_seq::float8 AS "headSeq", generation, perm_epoch AS epoch, locked
         FROM documents WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
        [tenantId, documentId],
      )
      const head = rows[0]
      if (head === undefined) {
        throw new Error('the document is gone')
      }
      const isBehind = head.headSeq > seen
      const missed = isBehind ? await readRows(client, { tenantId, documentId, generation }, seen) : []
      const entry = make({ ...head, missed })
      const [receipt] = entry === null ? [] : await appendBatch(client, [entry])
      return { entry, receipt }
    })
    const { entry, receipt = { verdict: 'duplicate', seq: null } } = result
    if (entry !== null && receipt.seq !== null) {
      this.stats.rows++
      this.#onCommitted([{ entry, seq: receipt.seq }])
    }
    return receipt
  }

  load(tenantId: string, documentId: number, { behind }: { behind?: Behind } = {}): Promise<LoadedDocument | null> {
    const onDamage = (error: Error): void => this.#onDamage(documentId, error)
    return loadDocument(this.#pool, { tenantId, documentId, behind: behind ?? null, onDamage, known: this.knownSeeds })
  }

  async heads(documentIds: readonly number[]): Promise<Map<number, Head>> {
    const { rows } = await this.#pool.query<Head & { id: number }>({
      name: 'document_heads',
      text: `SELECT id::float8 AS id, head_seq::float8 AS "headSeq", generation, perm_epoch AS epoch, locked
             FROM document_heads($1)`,
      values: [documentIds],
    })
    return new Map(rows.map(({ id, ...head }) => [id, head]))
  }

  rowsAfter(key: DocumentKey, after: number): Promise<JournalRow[]> {
    return readRows(this.#pool, key, after)
  }

  /** Resolves when nothing of any tenant is waiting or in flight. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  async #drain(tenantId: string): Promise<void> {
    const waiting = this.#waiting.get(tenantId) ?? []
    while (waiting.length > 0) {
      await this.#commit(waiting.splice(0, batchLength(waiting)))
    }
    this.#waiting.delete(tenantId)
    this.#busy.delete(tenantId)
  }

  async #commit(batch: Waiting[]): Promise<void> {
    try {
      const receipts = await appendBatch(
        this.#pool,
        batch.map(({ entry }) => entry),
      )
      this.stats.batches++
      this.stats.rows += batch.length
      const committed = batch.flatMap(({ entry }, i) => {
        const seq = receipts[i]?.seq ?? null
        return seq === null ? [] : [{ entry, seq }]
      })
      if (committed.length > 0) {
        this.#onCommitted(committed)
      }
      batch.forEach(({ resolve }, i) => resolve(receipts[i]!))
    } catch (error) {
      // Nothing was applied, so memory stays a part of the journal even if the commit did happen; the poll will tell.
      for (const { reject } of batch) {
        reject(error)
      }
    }
  }
}

function batchLength(waiting: readonly Waiting[]): number {
  let bytes = 0
  let length = 0
  for (const { entry } of waiting) {
    bytes += entry.bytes.length
    if (length === MAX_ROWS || (length > 0 && bytes > MAX_BYTES)) {
      break
    }
    length++
  }
  return length
}
