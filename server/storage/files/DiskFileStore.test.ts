import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDiskFiles } from './DiskFileStore.ts'
import { FileTooLarge } from './FileStore.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbonsheet-store-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield Buffer.from(text)
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Everything that lies in the store, by name without folders. */
const stored = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('a file is found by the hash of its bytes, and the same bytes are stored once, also when they come at once', async () => {
  const files = await openDiskFiles(folder)
  const [one, two] = await Promise.all([
    files.keep(chunks('met', 'er'), 100),
    files.keep(chunks('m', 'eter'), 100),
    files.keep(chunks('other'), 100),
  ])
  expect(one).toEqual({ hash: hashOf('meter'), sizeBytes: 5, head: Buffer.from('meter') })
  expect(two).toEqual(one)
  expect((await stored()).toSorted()).toEqual([hashOf('meter'), hashOf('other')].toSorted())
  expect((await buffer((await files.open(one.hash))!)).toString()).toBe('meter')
  expect(await files.open(hashOf('never'))).toBeNull()
})

test('of a file that is too large, or whose upload breaks off, nothing is left', async () => {
  const files = await openDiskFiles(folder)
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half')
    throw new Error('the line is dead')
  }
  await expect(files.keep(chunks('1234', '5'), 4)).rejects.toThrow(FileTooLarge)
  await expect(files.keep(breaking(), 100)).rejects.toThrow('the line is dead')
  expect(await stored()).toEqual([])
})

test('until a file is whole and on the disk, it has no name that anybody finds; what a crash leaves is taken away later', async () => {
  const files = await openDiskFiles(folder)
  let seen: string[] = []
  async function* looking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half')
    seen = await stored() // as a process that is killed now would leave it
    yield Buffer.from('whole')
  }
  await files.keep(looking(), 100)
  expect(seen).toHaveLength(1)
  expect(seen).not.toContain(hashOf('half'))
  expect(seen).not.toContain(hashOf('halfwhole'))

  const [young, old] = [join(folder, 'incoming', 'young'), join(folder, 'incoming', 'old')]
  await writeFile(young, 'another server is writing this')
  await writeFile(old, 'half')
  await utimes(old, 0, 0)
  await openDiskFiles(folder)
  expect(await readdir(join(folder, 'incoming'))).toEqual(['young'])
  expect(await readFile(young, 'utf8')).toBe('another server is writing this')
})

test.each(['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(64)}/..`])('%j is no hash', async (hash) => {
  const files = await openDiskFiles(folder)
  await expect(files.open(hash)).rejects.toThrow('no hash')
})
