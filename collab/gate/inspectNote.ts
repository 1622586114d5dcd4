/**
 * What does this update make of a note? Pure: it is tried on a copy, because a note is small and its rules are about what
 * it is afterwards. Complexity: the size of the note.
 */
import * as Y from 'yjs'
import { noteFault } from '#collab/schema/note.ts'
import { decodeUpdate } from './decodeUpdate.ts'
import { HardRefusal } from './HardRefusal.ts'

/** One message; a note that was written without connection comes as one. */
export const MAX_NOTE_UPDATE_BYTES = 512 << 10
/** A note with what Yjs remembers of its deleted pieces. */
export const MAX_NOTE_STATE_BYTES = 2 << 20

export interface NoteInspection {
  /** Without what the document has already: only what was looked at is ever journaled. */
  update: Uint8Array
  /** Yjs clients that it writes as. */
  clients: number[]
}

/** Null: nothing new. `owns`: may this author use that Yjs client id? Throws HardRefusal. */
export function inspectNote(doc: Y.Doc, update: Uint8Array, owns: (client: number) => boolean): NoteInspection | null {
  if (update.length > MAX_NOTE_UPDATE_BYTES) {
    throw new HardRefusal('too-large')
  }
  expectOwn(doc, update, owns)
  const copy = new Y.Doc()
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    const news = tryOn(copy, update)
    if (news === null) {
      return null
    }
    const fault = noteFault(copy)
    if (fault !== null) {
      throw new HardRefusal(fault)
    }
    if (Y.encodeStateAsUpdate(copy).length > MAX_NOTE_STATE_BYTES) {
      throw new HardRefusal('too-large')
    }
    const clients = new Set(decodeUpdate(news).structs.map(({ id }) => id.client))
    return { update: news, clients: [...clients] }
  } finally {
    copy.destroy()
  }
}

function expectOwn(doc: Y.Doc, update: Uint8Array, owns: (client: number) => boolean): void {
  for (const { id, length } of decodeUpdate(update).structs) {
    const isNews = id.clock + length > Y.getState(doc.store, id.client)
    if (isNews && !owns(id.client)) {
      throw new HardRefusal('foreign-client')
    }
  }
}

function tryOn(copy: Y.Doc, update: Uint8Array): Uint8Array | null {
  let news: Uint8Array | null = null
  copy.on('update', (bytes: Uint8Array) => {
    news = bytes
  })
  try {
    Y.applyUpdate(copy, update)
  } catch {
    throw new HardRefusal('malformed')
  }
  if (copy.store.pendingStructs !== null || copy.store.pendingDs !== null) {
    throw new HardRefusal('unknown-dependency')
  }
  return news
}
