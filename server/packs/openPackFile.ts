import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { UnreadablePack } from './PackDifference.ts'

/** Each chunk is a trip to another thread and back. */
const CHUNK_BYTES = 1 << 18

/**
 * Reads a pack from a file, compressed or not, as often as it is asked. Throws UnreadablePack when there is no such file, and
 * while reading when it is broken.
 */
export async function openPackFile(path: string): Promise<() => AsyncIterable<Uint8Array>> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) {
    throw new UnreadablePack(`There is no file ${path}. Give the path of a downloaded pack.`)
  }
  const isCompressed = await beginsCompressed(path)
  return () => (isCompressed ? decompressed(path) : createReadStream(path, { highWaterMark: CHUNK_BYTES }))
}

async function beginsCompressed(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** Decompressed only as far as it is read: what swells without end is left off where the archive is no longer one. */
async function* decompressed(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  file.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of file.pipe(gunzip)) {
      yield chunk
    }
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    throw new UnreadablePack(`The file is broken (${told}). Download the pack again.`, { cause: error })
  } finally {
    file.destroy()
    gunzip.destroy()
  }
}
