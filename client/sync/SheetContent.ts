import type * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { newAuthorDoc } from './newAuthorDoc.ts'

/** A document in the memory of this page, to read and to edit. */
export class SheetContent {
  readonly doc: Y.Doc = newAuthorDoc()
  readonly sheet: Sheet
  readonly store: ColumnStore

  constructor() {
    this.sheet = new Sheet(this.doc)
    this.store = new ColumnStore(this.sheet)
  }

  destroy(): void {
    this.store.destroy()
    this.doc.destroy()
  }
}
