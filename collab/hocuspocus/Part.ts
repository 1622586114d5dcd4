/** One part of a sheet that this server has open: the document in memory and how far it has followed the journal. */
import * as Y from 'yjs'
import { isServerClient, newAuthorClient, newRepairClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { applyUnheard } from './applyUnheard.ts'
import { observeChanges, touchedByRow, type Changes, type Touched } from './changes.ts'
import { Closed } from './Closed.ts'
import type { DocumentKey, JournalEntry, JournalRow, LoadedDocument } from './Journal.ts'
import { Lane } from './Lane.ts'

/** Applied updates come from the journal, so nobody has to store them again. */
export const FROM_JOURNAL = { source: 'local' as const, skipStoreHooks: true }

/** A journal row on its way into the document; `touched` when this server's gate has looked at it already. */
export interface ArrivingRow extends JournalRow {
  touched?: Touched
}

export type PartListener = (part: Part, changes: Changes[]) => void

export class Part {
  readonly key: DocumentKey
  readonly tableId: string
  readonly cycleId: string
  /** Which readers it is for: `partOf`. */
  readonly part: string
  readonly doc: Y.Doc
  readonly sheet: Sheet
  readonly lane = new Lane()
  /** Rows and history were up to date to here when this was loaded; every change behind it is told to the listener. */
  readonly projectedAtLoad: number
  /** What was replayed behind the loaded state. */
  readonly tailAtLoad: { rows: number; bytes: number }
  /** The newest permission epoch that this server knows of; each session knows under which one its rights were read. */
  epoch: number
  locked: boolean
  /** Generation sealed: nothing is accepted any more. */
  isSealed = false
  /** Resolves when everybody on a sealed part has been told where it goes on. */
  succession: Promise<void> = Promise.resolve()
  /** What this server is journaling. The row may be read from the journal before we hear that it was committed. */
  readonly inFlight = new Set<Pick<JournalEntry, 'bytes' | 'touched'>>()
  /** Owner of this server's repairs here. Changed when the fate of an append is unknown, so no clock is used twice. */
  repairClient = newRepairClient()
  /** Clients of people who write through the API, one each: ordinary authors, so their edits are no repairs. */
  readonly #writers = new Map<string, number>()
  #seen: number
  #isClosed = false
  readonly #arrived = new Map<number, ArrivingRow>()
  readonly #owners = new Map<number, string>()
  readonly #onChanges: PartListener
  #waiting: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = []

  /** Puts the loaded state and rows into `doc`. Throws when the journal is not complete. */
  constructor(
    doc: Y.Doc,
    generation: number,
    loaded: LoadedDocument,
    ids: { tenantId: string; documentId: number },
    onChanges: PartListener,
  ) {
    this.key = { ...ids, generation }
    this.tableId = loaded.tableId
    this.cycleId = loaded.cycleId
    this.part = loaded.part
    this.doc = doc
    this.projectedAtLoad = loaded.projectedSeq
    this.tailAtLoad = { rows: loaded.rows.length, bytes: loaded.rows.reduce((sum, { bytes }) => sum + bytes.length, 0) }
    this.epoch = loaded.epoch
    this.locked = loaded.locked
    this.sheet = new Sheet(doc)
    this.#seen = loaded.stateSeq
    this.#onChanges = onChanges
    for (const [client, userId] of loaded.owners) {
      this.#owners.set(client, userId)
    }
    applyUnheard(doc, loaded.state, FROM_JOURNAL)
    if (loaded.tail !== null) {
      Y.applyUpdate(doc, loaded.tail, FROM_JOURNAL)
    }
    const isProjected = (row: JournalRow): boolean => row.seq <= loaded.projectedSeq
    this.#replay(loaded.rows.filter(isProjected))
    this.arrive(loaded.rows.filter((row) => !isProjected(row)))
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
    const changes: Changes[] = []
    this.doc.transact(() => {
      for (const row of next) {
        const touched = row.touched ?? this.#touchedHere(row) ?? touchedByRow(this.sheet, row)
        changes.push(observeChanges(this.sheet, row, touched, () => Y.applyUpdate(this.doc, row.bytes)))
        this.#claimRow(row)
      }
    }, FROM_JOURNAL)
    this.#expectNothingPending()
    this.#seen = next.at(-1)!.seq
    this.#onChanges(this, changes)
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

  /** The client under which this server writes for a person; a client belongs to one person only. */
  writerClient(userId: string): number {
    const client = this.#writers.get(userId) ?? newAuthorClient()
    this.#writers.set(userId, client)
    return client
  }

  /** After an append whose fate is unknown: nobody goes on under a client whose clocks may be taken. */
  renewClients(): void {
    this.repairClient = newRepairClient()
    this.#writers.clear()
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

  #touchedHere({ bytes }: JournalRow): Touched | undefined {
    const isThis = (one: Pick<JournalEntry, 'bytes'>): boolean =>
      one.bytes.length === bytes.length && one.bytes.every((byte, i) => byte === bytes[i])
    return [...this.inFlight].find(isThis)?.touched
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
