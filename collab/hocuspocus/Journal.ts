/** The write-ahead journal as the live documents need it. The server implements it; memory is always a prefix of it. */
import type { GestureRange } from '#collab/protocol/gestures.ts'
import type { Touched } from './changes.ts'
import type { LoadedState } from './JournaledDocument.ts'

export type WriteOrigin = 'socket' | 'api' | 'import' | 'fold' | 'system'

/** Who wrote: null user = the system. */
export interface Author {
  userId: string | null
  sessionId: string | null
  origin: WriteOrigin
}

export interface DocumentKey {
  tenantId: string
  documentId: number
  generation: number
}

export interface JournalEntry extends DocumentKey {
  author: Author
  /** The permission epoch under which the gate decided. */
  epoch: number
  /** Everything up to this position was in the document that the gate looked at. */
  seen: number
  /** Holds a repair: valid only if nothing at all was journaled since `seen`. */
  repaired: boolean
  /** Yjs client ids that the update writes as. */
  clients: readonly number[]
  bytes: Uint8Array
  /** Which of its clocks belong to which gesture; null: one typed edit, or whatever its origin says. */
  gestures: readonly GestureRange[] | null
  /** What the gate found in `bytes`, so that nobody has to look again; not journaled. */
  touched?: Touched
}

export type Verdict = 'ok' | 'duplicate' | 'stale-generation' | 'stale-epoch' | 'locked' | 'unseen'

export interface Receipt {
  verdict: Verdict
  /** Position in the journal; null unless the verdict is 'ok'. */
  seq: number | null
}

/** How far a document is, in every sense. */
export interface Head {
  headSeq: number
  generation: number
  epoch: number
  locked: boolean
}

/** One journaled update. */
export interface JournalRow {
  seq: number
  userId: string | null
  origin: WriteOrigin
  repaired: boolean
  clients: readonly number[]
  bytes: Uint8Array
  gestures: readonly GestureRange[] | null
}

export interface Committed {
  entry: JournalEntry
  seq: number
}

/** What the document is, read under its row lock; `missed` are the rows that this server has not applied. */
export interface LockedState extends Head {
  missed: JournalRow[]
}

/** Everything that a part is made of: a whole state and what came after it. */
export interface LoadedDocument extends Head, LoadedState {
  /** The document goes on in a later generation. */
  isSealed: boolean
  /** Rows and history are up to date to here, as far as this generation goes; -1 = not even its first state. */
  projectedSeq: number
}

/**
 * The implementation is given a listener that hears of every batch after its commit and before any of its callers is
 * answered; the listener applies the rows.
 */
export type CommitListener = (rows: Committed[]) => void

/** A journal position, or the one to which rows and history are up to date. */
export type Behind = number | 'projected'

export interface Journal {
  /** Durable when it returns 'ok'. Rejects when the fate is unknown (the database is away). */
  append(entry: JournalEntry): Promise<Receipt>
  /**
   * One row that depends on the exact state of the document: `make` runs under its row lock, with what this server has
   * missed since `seen`. Null = nothing to write.
   */
  appendLocked(key: DocumentKey, seen: number, make: (state: LockedState) => JournalEntry | null): Promise<Receipt>
  /**
   * Null when the tenant has no such document. Throws when it cannot be loaded whole. The generation in use, or with
   * `behind` the one that goes on behind that position (-1: the first), with all that follows as if it were not projected.
   */
  load(tenantId: string, documentId: number, options?: { behind?: Behind }): Promise<LoadedDocument | null>
  heads(documentIds: readonly number[]): Promise<Map<number, Head>>
  rowsAfter(key: DocumentKey, after: number): Promise<JournalRow[]>
}
