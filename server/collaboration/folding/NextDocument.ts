import * as Y from 'yjs'
import { FOLD_CLIENT } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

/** The document that a seed begins. Made ahead: to decode a large one takes longer than people should wait at a lock. */
export class NextDocument {
  readonly sheet: Sheet

  constructor(seed: Uint8Array) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seed)
    doc.clientID = FOLD_CLIENT
    this.sheet = new Sheet(doc)
    this.sheet.indexAll()
  }

  /** What `write` does to it, as one update behind the seed; null when that is nothing. Once only. */
  tail(write: (next: Sheet) => void): Uint8Array | null {
    const { doc } = this.sheet
    const start = Y.encodeStateVector(doc)
    doc.transact(() => write(this.sheet))
    const isSame = Y.getState(doc.store, FOLD_CLIENT) === (Y.decodeStateVector(start).get(FOLD_CLIENT) ?? 0)
    return isSame ? null : Y.encodeStateAsUpdate(doc, start)
  }
}
