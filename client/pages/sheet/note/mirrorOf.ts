import * as Y from 'yjs'

/**
 * Another document that follows one and is never followed: for who only reads. An editor repairs what its schema cannot
 * show, and the repair of a reader must not be sent as something that they wrote.
 */
export function mirrorOf(doc: Y.Doc): { doc: Y.Doc; stop: () => void } {
  const mirror = new Y.Doc()
  const follow = (update: Uint8Array): void => Y.applyUpdate(mirror, update)
  Y.applyUpdate(mirror, Y.encodeStateAsUpdate(doc))
  doc.on('update', follow)
  return {
    doc: mirror,
    stop() {
      doc.off('update', follow)
      mirror.destroy()
    },
  }
}
