import * as Y from 'yjs'
import { newAuthorClient } from '#collab/schema/layout.ts'

/** The document with that state, as somebody has it who may write. */
export function openDocument(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  Y.applyUpdate(doc, update)
  return doc
}
