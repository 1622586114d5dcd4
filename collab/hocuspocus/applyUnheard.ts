import * as Y from 'yjs'

/**
 * Puts the first state into a document that nobody has open yet. Yjs would encode the whole state once more for those who
 * listen to updates, which for a large sheet takes longer than to apply it, and then there would be nobody to send it to.
 */
export function applyUnheard(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  const listeners = doc._observers.get('update')
  doc._observers.delete('update')
  try {
    Y.applyUpdate(doc, update, origin)
  } finally {
    if (listeners !== undefined) {
      doc._observers.set('update', listeners)
    }
  }
}
