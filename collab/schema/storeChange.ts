/** What one Yjs transaction changed. `'all'`: the whole sheet was replaced (a document was loaded). */
export interface StoreChange {
  slots: ReadonlySet<number> | 'all'
  ordinals: ReadonlySet<number> | 'all'
  /** Rows were added, deleted, restored or moved. */
  structural: boolean
  /** Made here, not received. */
  local: boolean
}

export type StoreListener = (change: StoreChange) => void
