import type pg from 'pg'
import * as Y from 'yjs'
import type { DocumentKey, JournalRow, LoadedDocument } from '#collab/hocuspocus/Journal.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { loadDocument } from '#server/storage/journal/loadDocument.ts'
import { readRows } from '#server/storage/journal/readRows.ts'

/** Rows that may be left for the time under the lock. */
const FEW_ROWS = 20
const MAX_CATCH_UPS = 10

/** A document in the generation that comes to its end. */
export class OldGeneration {
  readonly key: DocumentKey
  readonly sheet: Sheet
  #seen: number

  /** Null when there is no such document. */
  static async load(
    pool: pg.Pool,
    { tenantId, documentId }: Pick<DocumentKey, 'tenantId' | 'documentId'>,
    onDamage: (error: Error) => void,
  ): Promise<OldGeneration | null> {
    const loaded = await loadDocument(pool, { tenantId, documentId, behind: null, onDamage })
    return loaded === null ? null : new OldGeneration({ tenantId, documentId, generation: loaded.generation }, loaded)
  }

  private constructor(key: DocumentKey, loaded: LoadedDocument) {
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
    this.#take(loaded.rows)
  }

  /** Everything up to here is in the sheet. */
  get seen(): number {
    return this.#seen
  }

  /** Until little is left to read under the lock. */
  async catchUp(pool: pg.Pool): Promise<void> {
    for (let round = 0; round < MAX_CATCH_UPS; round++) {
      const rows = await readRows(pool, this.key, this.#seen)
      this.#take(rows)
      if (rows.length <= FEW_ROWS) {
        return
      }
    }
  }

  /** The rest, while nothing can be added: under the row lock of the document, which has come to `headSeq`. */
  async finish(client: pg.PoolClient, headSeq: number): Promise<void> {
    this.#take(await readRows(client, this.key, this.#seen))
    if (this.#seen !== headSeq) {
      throw new Error(`the journal of document ${this.key.documentId}@${this.key.generation} has a gap`)
    }
  }

  #take(rows: readonly JournalRow[]): void {
    const { doc } = this.sheet
    doc.transact(() => rows.forEach(({ bytes }) => Y.applyUpdate(doc, bytes)))
    this.#seen = rows.at(-1)?.seq ?? this.#seen
    if (doc.store.pendingStructs !== null) {
      throw new Error('journal rows with missing dependencies')
    }
  }
}
