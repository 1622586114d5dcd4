import { UnreadablePack } from './PackDifference.ts'
import { checksumOf } from './writeTar.ts'

const BLOCK = 512
/** A pack is cut into files far below this; a larger one is no pack. */
export const MOST_FILE_BYTES = 256 << 20

export interface TarFile {
  path: string
  content: Buffer
}

/**
 * The files of a ustar archive, one after the other; memory is that of one file. Throws UnreadablePack for what
 * Carbonsheet does not write: links, devices, paths that leave their folder, wrong checksums, an end in the middle.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const bytes = new ByteQueue(source)
  for (;;) {
    const header = await bytes.take(BLOCK)
    if (header.every((byte) => byte === 0)) {
      await expectEnd(bytes)
      return
    }
    const { path, size } = readHeader(header)
    const content = await bytes.take(size)
    await bytes.take((BLOCK - (size % BLOCK)) % BLOCK)
    yield { path, content }
  }
}

async function expectEnd(bytes: ByteQueue): Promise<void> {
  const rest = await bytes.rest(BLOCK)
  if (rest.length !== BLOCK || rest.some((byte) => byte !== 0)) {
    throw new UnreadablePack('Something stands behind the end of the archive. Download the pack again.')
  }
}

function readHeader(header: Buffer): { path: string; size: number } {
  const text = (start: number, length: number): string => {
    const part = header.subarray(start, start + length)
    const end = part.indexOf(0)
    return part.subarray(0, end < 0 ? length : end).toString('latin1')
  }
  if (text(257, 6) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== checksumOf(header)) {
    throw new UnreadablePack('This is no pack of Carbonsheet, or a broken one. Download it again.')
  }
  const [name, prefix] = [text(0, 100), text(345, 155)]
  const path = prefix === '' ? name : `${prefix}/${name}`
  if (!/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(path) || path.split('/').some((part) => /^\.+$/.test(part))) {
    throw new UnreadablePack('The archive names a file outside of its folder. It does not come from Carbonsheet.')
  }
  if (header[156] !== 0x30) {
    throw new UnreadablePack(`${path} is no plain file. The archive does not come from Carbonsheet.`)
  }
  const digits = text(124, 12).trim()
  const size = /^[0-7]{1,11}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
  if (!(size <= MOST_FILE_BYTES)) {
    throw new UnreadablePack(`${path} says that it is larger than any file of a pack (${MOST_FILE_BYTES} bytes).`)
  }
  return { path, size }
}

/** Takes so many bytes off a stream, whatever its chunks are. */
class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #chunks: Uint8Array[] = []
  #length = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(size: number): Promise<Buffer> {
    await this.#fill(size)
    if (this.#length < size) {
      throw new UnreadablePack('The archive ends in the middle. Download the pack again.')
    }
    return this.#cut(size)
  }

  /** All that is left, but not more than one byte beyond `most`. */
  async rest(most: number): Promise<Buffer> {
    await this.#fill(most + 1)
    return this.#cut(Math.min(this.#length, most + 1))
  }

  async #fill(size: number): Promise<void> {
    while (this.#length < size) {
      const { done, value } = await this.#source.next()
      if (done === true) {
        return
      }
      this.#chunks.push(value)
      this.#length += value.length
    }
  }

  /** What lies in one chunk is not copied, and nothing is copied twice. */
  #cut(size: number): Buffer {
    const parts: Uint8Array[] = []
    let missing = size
    while (missing > 0) {
      const first = this.#chunks[0]!
      const part = first.subarray(0, missing)
      if (part.length === first.length) {
        this.#chunks.shift()
      } else {
        this.#chunks[0] = first.subarray(part.length)
      }
      parts.push(part)
      missing -= part.length
    }
    this.#length -= size
    const [only] = parts
    return parts.length === 1 && only !== undefined
      ? Buffer.from(only.buffer, only.byteOffset, size)
      : Buffer.concat(parts, size)
  }
}
