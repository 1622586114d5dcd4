import * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { isServerClient, newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

/** A document in the memory of this page, to read and to edit. */
export class SheetContent {
  readonly doc = new Y.Doc()
  readonly sheet: Sheet
  readonly store: ColumnStore

  constructor() {
    this.doc.clientID = newAuthorClient()
    // Yjs chooses another one by itself when it meets ours in what it receives, and that may be any.
    this.doc.on('afterTransactionCleanup', () => {
      if (isServerClient(this.doc.clientID)) {
        this.doc.clientID = newAuthorClient()
      }
    })
    this.sheet = new Sheet(this.doc)
    this.store = new ColumnStore(this.sheet)
  }

  destroy(): void {
    this.store.destroy()
    this.doc.destroy()
  }
}
