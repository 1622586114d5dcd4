import type { Readable } from 'node:stream'

/** A file that is safe: after a power cut it is still there, whole. */
export interface KeptFile {
  /** SHA-256 of its bytes in hex, its address in the store. */
  hash: string
  sizeBytes: number
  /** How it begins. */
  head: Buffer
}

/** Files by their content: the same bytes are stored once, and nothing that is stored ever changes. */
export interface FileStore {
  /**
   * Takes the bytes as they come, never all at once. Throws FileTooLarge beyond `maxBytes`, and what `content` throws; then
   * nothing is left of it.
   */
  keep(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptFile>
  /** The bytes of a file; null: it is not there. */
  open(hash: string): Promise<Readable | null>
}

/** More bytes came than may be kept. */
export class FileTooLarge extends Error {}
