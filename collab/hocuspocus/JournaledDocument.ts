/** A live document that this server has in memory, and how far it has followed its journal. */
import * as Y from 'yjs'
import { isServerClient } from '#collab/schema/layout.ts'
import { applyUnheard } from './applyUnheard.ts'
import type { Touched } from './changes.ts'
import { Closed } from './Closed.ts'
import type { DocumentKey, Head, JournalRow } from './Journal.ts'
import { Lane } from './Lane.ts'

/** Applied updates come from the journal, so nobody has to store them again. */
export const FROM_JOURNAL = { source: 'local' as const, skipStoreHooks: true }

/** A journal row on its way into the document; `touched` when this server's gate has looked at it already. */
export interface ArrivingRow extends JournalRow {
  touched?: Touched
}

/** A whole state and what came after it, out of the journal. */
export interface LoadedState extends Pick<Head, 'epoch' | 'locked'> {
  tableId: string
  cycleId: string
  /** Whose readers it has: `partOf`. */
  part: string
  state: Uint8Array
  /** An update behind `state` that has no place in the journal; null: none. */
  tail: Uint8Array | null
  /** Position of `state` with its tail. */
  stateSeq: number
  /** Yjs client -> user, of everything in `state`. */
  owners: ReadonlyMap<number, string>
  rows: JournalRow[]
}

export abstract class JournaledDocument {
  readonly key: DocumentKey
  readonly tableId: string
  readonly cycleId: string
  /** Which readers it is for: `partOf`. */
  readonly part: string
  readonly doc: Y.Doc
  readonly lane = new Lane()
  /** The newest permission epoch that this server knows of; each session knows under which one its rights were read. */
  epoch: number
  locked: boolean
  /** Its generation has ended: nothing is accepted any more. */
  isSealed = false
  /** Resolves when everybody on a sealed document has been told where it goes on. */
  succession: Promise<void> = Promise.resolve()
  #seen: number
  #isClosed = false
  readonly #arrived = new Map<number, ArrivingRow>()
  readonly #owners = new Map<number, string>()
  #waiting: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = []

  constructor(doc: Y.Doc, key: DocumentKey, loaded: LoadedState) {
    this.key = key
    this.tableId = loaded.tableId
    this.cycleId = loaded.cycleId
    this.part = loaded.part
    this.doc = doc
    this.epoch = loaded.epoch
    this.locked = loaded.locked
    this.#seen = loaded.stateSeq
    for (const [client, userId] of loaded.owners) {
      this.#owners.set(client, userId)
    }
  }

  /** Puts one row into the document. */
  protected abstract apply(row: ArrivingRow): void

  /** These rows are in the document. */
  protected abstract applied(rows: readonly ArrivingRow[]): void

  /**
   * Puts the loaded state and rows into the document, those up to `known` without a word about them. Throws when the
   * journal is not complete.
   */
  protected begin({ state, tail, rows }: LoadedState, known: number): void {
    applyUnheard(this.doc, state, FROM_JOURNAL)
    if (tail !== null) {
      Y.applyUpdate(this.doc, tail, FROM_JOURNAL)
    }
    this.#replay(rows.filter(({ seq }) => seq <= known))
    this.arrive(rows.filter(({ seq }) => seq > known))
    if (this.#arrived.size > 0) {
      throw new Error('the journal has a gap')
    }
  }

  /** Every journal row up to this one is in the document, and none after it. */
  get seen(): number {
    return this.#seen
  }

  get hasGap(): boolean {
    return this.#arrived.size > 0
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Takes rows in any order and applies those that are next, in one transaction: one event, one encoding, one broadcast. */
  arrive(rows: readonly ArrivingRow[]): void {
    if (this.#isClosed) {
      return
    }
    for (const row of rows) {
      if (row.seq > this.#seen) {
        this.#arrived.set(row.seq, row)
      }
    }
    const next = this.#takeNext()
    if (next.length === 0) {
      return
    }
    this.doc.transact(() => {
      for (const row of next) {
        this.apply(row)
        this.#claimRow(row)
      }
    }, FROM_JOURNAL)
    this.#expectNothingPending()
    this.#seen = next.at(-1)!.seq
    this.applied(next)
    this.#tellWaiting()
  }

  /** Resolves when that journal row is in the document. */
  whenApplied(seq: number): Promise<void> {
    if (this.#seen >= seq) {
      return Promise.resolve()
    }
    if (this.#isClosed) {
      return Promise.reject(new Closed('load-failed'))
    }
    return new Promise((resolve, reject) => this.#waiting.push({ seq, resolve, reject }))
  }

  owns(userId: string, client: number): boolean {
    return !isServerClient(client) && (this.#owners.get(client) ?? userId) === userId
  }

  /** First come, first served: from now on that client id belongs to that user. */
  claim(userId: string, clients: Iterable<number>): void {
    for (const client of clients) {
      if (!isServerClient(client) && !this.#owners.has(client)) {
        this.#owners.set(client, userId)
      }
    }
  }

  get owners(): ReadonlyMap<number, string> {
    return this.#owners
  }

  /**
   * The document leaves memory, because the last one on it left. What is journaled but not applied is read at the next
   * load; whoever waits for it is not answered, and sends it again.
   */
  close(): void {
    this.#isClosed = true
    this.#arrived.clear()
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new Closed('load-failed'))
    }
  }

  #takeNext(): ArrivingRow[] {
    const next: ArrivingRow[] = []
    for (let seq = this.#seen + 1; ; seq++) {
      const row = this.#arrived.get(seq)
      if (row === undefined) {
        return next
      }
      this.#arrived.delete(seq)
      next.push(row)
    }
  }

  /** Rows whose changes are known already. */
  #replay(rows: readonly JournalRow[]): void {
    this.doc.transact(() => {
      for (const row of rows) {
        Y.applyUpdate(this.doc, row.bytes)
        this.#claimRow(row)
      }
    }, FROM_JOURNAL)
    this.#expectNothingPending()
    this.#seen = rows.at(-1)?.seq ?? this.#seen
  }

  #claimRow({ userId, clients }: JournalRow): void {
    if (userId !== null) {
      this.claim(userId, clients)
    }
  }

  #expectNothingPending(): void {
    const { pendingStructs, pendingDs } = this.doc.store
    if (pendingStructs !== null || pendingDs !== null) {
      throw new Error('journal rows with missing dependencies')
    }
  }

  #tellWaiting(): void {
    const ready = this.#waiting.filter(({ seq }) => seq <= this.#seen)
    this.#waiting = this.#waiting.filter(({ seq }) => seq > this.#seen)
    for (const { resolve } of ready) {
      resolve()
    }
  }
}
