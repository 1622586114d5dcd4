import type { Part } from '#collab/hocuspocus/Part.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'

/** The columns of the open parts, made when first needed and gone with the part. */
export class PartStores {
  readonly #stores = new WeakMap<Part, ColumnStore>()

  of(part: Part): ColumnStore {
    let store = this.#stores.get(part)
    if (store === undefined) {
      store = new ColumnStore(part.sheet)
      this.#stores.set(part, store)
    }
    return store
  }
}
