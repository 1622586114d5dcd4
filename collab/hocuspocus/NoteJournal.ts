/** The write-ahead journal of notes as the live documents need it. The server implements it. */
import type { NoteAddress } from '#collab/protocol/documentName.ts'
import type { Author, DocumentKey, Journal, Receipt } from './Journal.ts'
import type { LoadedState } from './JournaledDocument.ts'

export interface NoteEntry extends DocumentKey {
  author: Author
  /** The permission epoch under which the gate decided; notes have that of the common part of their sheet. */
  epoch: number
  /** The position that the gate looked at: a note is written by one after the other, so it must still be the last. */
  seen: number
  /** Yjs client ids that the update writes as. */
  clients: readonly number[]
  bytes: Uint8Array
}

export interface NoteJournal extends Pick<Journal, 'heads' | 'rowsAfter'> {
  /** The note of that row, begun empty on first use. Null: the tenant has no such row in that sheet. */
  locate(tenantId: string, address: NoteAddress): Promise<DocumentKey | null>
  /** Throws when it cannot be loaded whole. */
  load(key: DocumentKey): Promise<LoadedState>
  /** Durable when it returns 'ok'. Rejects when the fate is unknown (the database is away). */
  append(entry: NoteEntry): Promise<Receipt>
}
