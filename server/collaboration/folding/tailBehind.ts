import * as Y from 'yjs'
import { FOLD_CLIENT } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

/** What `write` does to the sheet that a seed begins, as one update behind it; null when that is nothing. */
export function tailBehind(seed: Uint8Array, write: (next: Sheet) => void): Uint8Array | null {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seed)
  doc.clientID = FOLD_CLIENT
  const start = Y.encodeStateVector(doc)
  const next = new Sheet(doc)
  doc.transact(() => write(next))
  const isSame = Y.getState(doc.store, FOLD_CLIENT) === (Y.decodeStateVector(start).get(FOLD_CLIENT) ?? 0)
  return isSame ? null : Y.encodeStateAsUpdate(doc, start)
}
