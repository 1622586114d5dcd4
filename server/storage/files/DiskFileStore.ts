import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { type FileStore, FileTooLarge, type KeptFile } from './FileStore.ts'

const HEAD_BYTES = 512
/** What is older was being written by a process that is gone. */
const LEFT_OVER_MS = 24 * 60 * 60 * 1000

/**
 * Files in a folder. A file is written under a name of its own, brought to the disk, and only then gets the name of its
 * hash: whoever finds that name finds the whole file.
 */
class DiskFileStore implements FileStore {
  readonly #folder: string
  readonly #incoming: string

  constructor(folder: string, incoming: string) {
    this.#folder = folder
    this.#incoming = incoming
  }

  async keep(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptFile> {
    const coming = join(this.#incoming, randomUUID())
    const file = await open(coming, 'wx', 0o600)
    try {
      const kept = await writeAll(file, content, maxBytes)
      await file.sync()
      await file.close()
      const path = this.#pathOf(kept.hash)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(coming, path)
      await syncFolder(dirname(path))
      return kept
    } finally {
      await file.close().catch(() => undefined) // closed already when all went well
      await rm(coming, { force: true })
    }
  }

  async open(hash: string): Promise<Readable | null> {
    try {
      return (await open(this.#pathOf(hash))).createReadStream()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        return null
      }
      throw error
    }
  }

  #pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      throw new Error('this is no hash of a file')
    }
    return join(this.#folder, hash.slice(0, 2), hash)
  }
}

/** Makes the folder ready, and takes away what crashed processes left unfinished. */
export async function openDiskFiles(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const changed = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now()
    if (Date.now() - changed > LEFT_OVER_MS) {
      await rm(path, { force: true })
    }
  }
  return new DiskFileStore(folder, incoming)
}

/** For looking only: nothing is made or taken away. */
export const readDiskFiles = (folder: string): Pick<FileStore, 'open'> =>
  new DiskFileStore(folder, join(folder, 'incoming'))

async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptFile> {
  const sum = createHash('sha256')
  let head = Buffer.alloc(0)
  let sizeBytes = 0
  for await (const chunk of content) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) {
      throw new FileTooLarge()
    }
    if (head.length < HEAD_BYTES) {
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)])
    }
    sum.update(chunk)
    await file.writeFile(chunk)
  }
  return { hash: sum.digest('hex'), sizeBytes, head }
}

/** A new name is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
