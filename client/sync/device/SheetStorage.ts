/** What this device keeps of one sheet for one person. Any call may fail: the disk may be full, the browser may refuse. */
export interface SheetStorage {
  /** The updates of a document, in the order of writing. */
  updates(document: string): Promise<Uint8Array[]>
  addUpdate(document: string, update: Uint8Array): Promise<void>
  /** Makes one update of the many small ones of a document, other tabs' included. */
  compact(document: string): Promise<void>
  erase(document: string): Promise<void>
  /** Erases every document but these. */
  keepOnly(documents: ReadonlySet<string>): Promise<void>
  /** Null when nothing is kept under that name. */
  get(name: string): Promise<unknown>
  /** Any plain value. */
  put(name: string, value: unknown): Promise<void>
  remove(name: string): Promise<void>
  /** The names that begin like this. */
  names(prefix: string): Promise<string[]>
  close(): void
}

/** Updates above this size are left alone when a document is compacted: they are loaded sheets, not edits. */
export const LARGE_UPDATE_BYTES = 256 << 10
