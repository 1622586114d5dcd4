import * as Y from 'yjs'
import { isServerClient, newAuthorClient } from '#collab/schema/layout.ts'

/** An empty document that a person may write in. */
export function newAuthorDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  // Yjs chooses another one by itself when it meets ours in what it receives, and that may be any.
  doc.on('afterTransactionCleanup', () => {
    if (isServerClient(doc.clientID)) {
      doc.clientID = newAuthorClient()
    }
  })
  return doc
}
