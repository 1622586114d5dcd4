import * as Y from 'yjs'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { FOLD_CLIENT } from '#collab/schema/layout.ts'
import { LARGE_UPDATE_BYTES } from './device/SheetStorage.ts'

/** Whether an update brings so much that a page should not take it in in one go. */
export const isLargeFor = (doc: Y.Doc, update: Uint8Array): boolean =>
  update.length >= LARGE_UPDATE_BYTES && Y.getState(doc.store, FOLD_CLIENT) === 0

/**
 * Puts the base layer of an update into a document that has none, a block a step: nothing in it needs what others wrote.
 * Apply the whole update behind the last step: Yjs takes from it what is not there yet.
 */
export function* applyBaseFirst(doc: Y.Doc, update: Uint8Array, origin: unknown): Generator<void> {
  const { structs } = Y.decodeUpdate(update)
  yield
  for (const struct of structs) {
    if (struct.id.client === FOLD_CLIENT && struct instanceof Y.Item) {
      Y.applyUpdate(doc, encodeUpdate([struct], null, []), origin)
      yield
    }
  }
}
