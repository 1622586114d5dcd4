/**
 * The notes that this server has open, and the way of a write to one: gate, journal, apply. One after the other, here and
 * against the other servers: a note is small, few write it at once, and so the gate always looks at what will be.
 */
import type * as Y from 'yjs'
import { inspectNote } from '#collab/gate/inspectNote.ts'
import { HardRefusal } from '#collab/gate/HardRefusal.ts'
import { parseNoteName, type NoteAddress } from '#collab/protocol/documentName.ts'
import { ORDER } from '#collab/schema/layout.ts'
import type { Bell } from './Bell.ts'
import { Closed } from './Closed.ts'
import type { CollabSession } from './CollabSession.ts'
import type { Committed, Receipt } from './Journal.ts'
import { Note } from './Note.ts'
import type { NoteJournal } from './NoteJournal.ts'
import { OpenDocuments, type DocumentEvents } from './OpenDocuments.ts'

export interface LiveNotesOptions {
  journal: NoteJournal
  events: Omit<DocumentEvents<Note>, 'onSealed'>
  pollMs: number
  bell: Bell
  /** Hears of every note that changed, once per change and server. */
  onChanged(note: Note): void
  /** Reads the rights of a session anew. Throws Closed when nothing may be written at all. */
  renew(note: Note, session: CollabSession): Promise<void>
}

/** Rights, or what others wrote, can change while a write waits. */
const MAX_ROUNDS = 8

/** Whoever may add rows to the sheet writes notes on them; whoever reads its common part reads them. */
export const mayWriteNotes = (session: Pick<CollabSession, 'writable'>): boolean => session.writable.has(ORDER)

export class LiveNotes {
  readonly open: OpenDocuments<Note>
  readonly #options: LiveNotesOptions

  constructor(options: LiveNotesOptions) {
    this.#options = options
    const { journal, events, pollMs, bell } = options
    this.open = new OpenDocuments({
      journal,
      events: { ...events, onSealed: () => Promise.resolve() },
      pollMs,
      bell,
      topic: 'notes',
      load: (name, doc, tenantId) => this.#load(name, doc, tenantId),
    })
  }

  /** Whether there is such a row for a note to be on. */
  readonly hasRow = async (tenantId: string, row: NoteAddress): Promise<boolean> =>
    (await this.#options.journal.locate(tenantId, row)) !== null

  /** One update of a client. Throws HardRefusal or Closed; else it is durable and applied. */
  async submit(note: Note, session: CollabSession, update: Uint8Array): Promise<void> {
    await note.lane.exclusive()
    try {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const isTaken = await this.#try(note, session, update, round)
        if (isTaken) {
          return
        }
        await this.#catchUp(note)
      }
      throw new Closed('too-busy')
    } finally {
      note.lane.leaveExclusive()
    }
  }

  /** False: to be tried again, behind what others did meanwhile. */
  async #try(note: Note, session: CollabSession, update: Uint8Array, round: number): Promise<boolean> {
    if (session.epoch < note.epoch) {
      await this.#renew(note, session)
    }
    if (note.isClosed) {
      throw new Closed('load-failed')
    }
    let found: ReturnType<typeof inspectNote>
    try {
      found = inspectNote(note.doc, update, (client) => note.owns(session.userId, client))
    } catch (error) {
      if (error instanceof HardRefusal && error.mayBeBehind && round === 0) {
        return false // perhaps the author comes from another server, whose rows we have not pulled yet
      }
      throw error
    }
    if (found === null) {
      return true
    }
    if (note.locked || !mayWriteNotes(session)) {
      throw new Closed(note.locked ? 'locked' : 'forbidden')
    }
    const { verdict, seq } = await this.#append(note, session, found)
    if (verdict === 'locked') {
      await this.#catchUp(note)
      throw new Closed('locked')
    }
    if (seq !== null) {
      await note.whenApplied(seq)
    }
    return verdict === 'ok'
  }

  async #append(
    note: Note,
    session: CollabSession,
    { update, clients }: NonNullable<ReturnType<typeof inspectNote>>,
  ): Promise<Receipt> {
    const { author, epoch } = session
    const entry = { ...note.key, author, epoch, seen: note.seen, clients, bytes: update }
    let receipt: Receipt
    try {
      receipt = await this.#options.journal.append(entry)
    } catch (error) {
      throw new Closed('journal-unavailable', { cause: error })
    }
    if (receipt.seq !== null) {
      const committed: Committed = { entry: { ...entry, repaired: false, gestures: null }, seq: receipt.seq }
      this.open.handleCommitted([committed])
    }
    return receipt
  }

  async #renew(note: Note, session: CollabSession): Promise<void> {
    try {
      await this.#options.renew(note, session)
    } catch (error) {
      throw error instanceof Closed ? error : new Closed('journal-unavailable', { cause: error })
    }
  }

  async #catchUp(note: Note): Promise<void> {
    try {
      await this.open.follow([note])
    } catch (error) {
      throw new Closed('journal-unavailable', { cause: error })
    }
  }

  async #load(name: string, doc: Y.Doc, tenantId: string): Promise<Note> {
    const { journal, onChanged } = this.#options
    const address = parseNoteName(name)
    const key = address === null ? null : await journal.locate(tenantId, address)
    if (address === null || key === null) {
      throw new Closed('not-found')
    }
    return new Note(doc, key, { ...(await journal.load(key)), rowId: address.rowId }, onChanged)
  }
}
