import * as Y from 'yjs'
import { readNote } from '#collab/schema/note.ts'
import { noteText, type NoteContent } from '#shared/notes/noteContent.ts'
import type { NoteRow } from '#server/storage/journal/readNoteRows.ts'

/** What was written without a longer pause is one entry of the history, whoever wrote it. */
const PAUSE_MS = 5 * 60_000

/** What was written to a note without a long pause. */
export interface NoteSitting {
  firstSeq: number
  lastSeq: number
  beganAt: Date
  at: Date
  /** Who wrote, in the order in which they began. */
  actorIds: string[]
  /** What the note said then. */
  text: string
}

/** What the journal of a note says, update by update: the words, and who wrote when. The same rows derive the same. */
export class DerivedNote {
  readonly #doc = new Y.Doc()
  readonly #owners: Map<number, string>
  /** Those that were begun or went on here, in order. */
  readonly #sittings: NoteSitting[] = []
  #last: NoteSitting | null
  #by: string | null = null

  /** Goes on where it was: with a state, and the last entry of the history. */
  constructor(state: Uint8Array | null, owners: ReadonlyMap<number, string>, last: NoteSitting | null) {
    if (state !== null) {
      Y.applyUpdate(this.#doc, state)
    }
    this.#owners = new Map(owners)
    this.#last = last
  }

  /** Throws when it does not fit what came before. */
  take({ seq, at, userId, bytes, clients }: NoteRow): void {
    const isSame = this.#last !== null && at.getTime() - this.#last.at.getTime() < PAUSE_MS
    if (!isSame) {
      this.#settle()
      this.#last = { firstSeq: seq, lastSeq: seq, beganAt: at, at, actorIds: [], text: '' }
    }
    Y.applyUpdate(this.#doc, bytes)
    if (this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null) {
      throw new Error(`update ${seq} builds on something that is missing`)
    }
    clients.forEach((client) => this.#owners.set(client, this.#owners.get(client) ?? userId))
    const last = this.#last!
    this.#last = { ...last, lastSeq: seq, at, actorIds: [...new Set([...last.actorIds, userId])] }
    this.#by = userId
    if (this.#sittings.at(-1)?.firstSeq === last.firstSeq) {
      this.#sittings.pop()
    }
    this.#sittings.push(this.#last)
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  get owners(): ReadonlyMap<number, string> {
    return this.#owners
  }

  get content(): NoteContent {
    return readNote(this.#doc)
  }

  get text(): string {
    return noteText(this.content)
  }

  /** Who wrote last of what was taken here; null: nothing was. */
  get writtenBy(): string | null {
    return this.#by
  }

  sittings(): readonly NoteSitting[] {
    this.#settle()
    return this.#sittings
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #settle(): void {
    const last = this.#sittings.pop()
    if (last !== undefined) {
      this.#sittings.push({ ...last, text: this.text })
    }
  }
}
