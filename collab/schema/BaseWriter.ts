import * as Y from 'yjs'
import { encodeBlock, type ValueAt } from './encodeBlock.ts'
import { FOLD_CLIENT, layersOf } from './layout.ts'

/** Rows of one base block: small enough to decode one at a time, large enough to compress. */
export const ROWS_PER_BLOCK = 2000

/** Writes the base layer of a new document, block by block. The same blocks always give the same bytes. */
export class BaseWriter {
  readonly #doc = new Y.Doc()
  #blocks = 0

  constructor() {
    this.#doc.clientID = FOLD_CLIENT
  }

  /** At most ROWS_PER_BLOCK rows, behind those of the block before. */
  add(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): void {
    const key = String(this.#blocks++).padStart(5, '0')
    layersOf(this.#doc).base.set(key, encodeBlock(rows, ordinals, valueAt))
  }

  /** The document as one Yjs update. Nothing can be added afterwards. */
  finish(): Uint8Array {
    const update = Y.encodeStateAsUpdate(this.#doc)
    this.#doc.destroy()
    return update
  }
}
