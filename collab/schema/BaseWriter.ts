import { ByteWriter } from './ByteWriter.ts'
import { encodeBlock, type ValueAt } from './encodeBlock.ts'
import { BASE, FOLD_CLIENT } from './layout.ts'

/** Rows of one base block: small enough to decode one at a time, large enough to compress. */
export const ROWS_PER_BLOCK = 2000

/** Of an item in a Yjs update (v1): bytes, under a key. */
const BINARY_WITH_KEY = 3 | 32
/** Its parent is a root. */
const ROOT = 1

/**
 * Writes the base layer of a new document, block by block. The same blocks always give the same bytes: those that Yjs gives
 * for a document of FOLD_CLIENT in whose map of blocks each was set once. Yjs would copy a large sheet three times.
 */
export class BaseWriter {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = []
  #blocks = 0

  /** At most ROWS_PER_BLOCK rows, behind those of the block before. */
  add(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): void {
    const block = encodeBlock(rows, ordinals, valueAt)
    const head = new ByteWriter(32)
    head.byte(BINARY_WITH_KEY)
    head.byte(ROOT)
    writeAscii(head, BASE)
    writeAscii(head, String(this.#blocks++).padStart(5, '0'))
    head.varUint(block.length)
    this.#chunks.push(head.finish(), block)
  }

  /** The document as one Yjs update. Nothing can be added afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    const head = new ByteWriter(32)
    head.varUint(Math.min(1, this.#blocks)) // clients
    if (this.#blocks > 0) {
      head.varUint(this.#blocks)
      head.varUint(FOLD_CLIENT)
      head.varUint(0) // first clock
    }
    const nothingDeleted = Uint8Array.of(0)
    return concatenated([head.finish(), ...this.#chunks, nothingDeleted])
  }
}

function writeAscii(writer: ByteWriter, text: string): void {
  writer.varUint(text.length)
  for (let i = 0; i < text.length; i++) {
    writer.byte(text.charCodeAt(i))
  }
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
