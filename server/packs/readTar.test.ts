import { gzipSync } from 'node:zlib'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPackFile } from './openPackFile.ts'
import { UnreadablePack } from './PackDifference.ts'
import { readTar } from './readTar.ts'
import { verifyPack } from './verifyPack.ts'
import { checksumOf, tarEnd, tarHeader, tarPadding } from './writeTar.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbonsheet-tar-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function* inChunks(archive: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < archive.length; start += size) {
    yield archive.subarray(start, start + size)
  }
}

async function filesIn(archive: Uint8Array, size = 700): Promise<[string, string][]> {
  const files: [string, string][] = []
  for await (const { path, content } of readTar(inChunks(archive, size))) {
    files.push([path, content.toString()])
  }
  return files
}

const fileOf = (path: string, text: string): Buffer =>
  Buffer.concat([tarHeader(path, text.length), Buffer.from(text), tarPadding(text.length)])

/** A header of which something is not as it is written. */
function headerWith(change: (header: Buffer) => void): Buffer {
  const header = tarHeader('a', 0)
  change(header)
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, tarEnd()])
}

test('an archive is read as it was written, in whatever pieces it comes, with long paths and empty files', async () => {
  const long = `rows/${'module'.repeat(12)}.${'table'.repeat(12)}/00001.ndjson`
  const files: [string, string][] = [
    ['manifest.json', '{}'],
    ['empty.ndjson', ''],
    [long, 'x'.repeat(1500)],
    ['full', 'y'.repeat(512)],
  ]
  const archive = Buffer.concat([...files.map(([path, text]) => fileOf(path, text)), tarEnd()])
  for (const size of [1, 511, 700, archive.length]) {
    expect(await filesIn(archive, size)).toEqual(files)
  }
})

test.each([
  ['a path that goes up', headerWith((header) => header.write('../etc/passwd', 0)), /outside of its folder/],
  ['an absolute path', headerWith((header) => header.write('/etc/passwd', 0)), /outside of its folder/],
  ['a path of dots', headerWith((header) => header.write('a/..', 0)), /outside of its folder/],
  ['a link', headerWith((header) => header.write('2', 156)), /no plain file/],
  ['a device', headerWith((header) => header.write('3', 156)), /no plain file/],
  ['a giant', headerWith((header) => header.write('77777777777\0', 124)), /larger than any file/],
  ['a size that is none', headerWith((header) => header.write('-1         \0', 124)), /larger than any file/],
  ['a wrong checksum', Buffer.concat([tarHeader('a', 0).fill('x', 0, 3), tarEnd()]), /broken/],
  ['no archive', Buffer.alloc(2000, 'x'), /no pack/],
  ['an end in the middle', fileOf('a', 'x'.repeat(600)).subarray(0, 700), /ends in the middle/],
  ['no end', fileOf('a', 'x'), /ends in the middle/],
  ['more behind the end', Buffer.concat([fileOf('a', 'x'), tarEnd(), Buffer.alloc(512)]), /behind the end/],
])('%s is refused with what is wrong', async (_, archive, message) => {
  const refused = filesIn(archive)
  await expect(refused).rejects.toThrow(UnreadablePack)
  await expect(refused).rejects.toThrow(message)
})

test('what swells without end, other formats and manifests that are none are refused at once', async () => {
  const zeros = gzipSync(Buffer.concat([tarHeader('manifest.json', 200 << 20), Buffer.alloc(64 << 20)]))
  const nothing = gzipSync(Buffer.alloc(64 << 20))
  const list = Buffer.concat([fileOf('manifest.json', '[1'), tarEnd()])
  const other = Buffer.concat([fileOf('other.txt', 'x'), tarEnd()])
  const tried: [Buffer, RegExp][] = [
    [zeros, /ends in the middle/],
    [nothing, /behind the end/],
    [Buffer.from('PK\u0003\u0004'.repeat(200)), /no pack/],
    [Buffer.alloc(0), /ends in the middle/],
    [list, /manifest cannot be read/],
    [other, /not with its manifest/],
    [tarEnd(), /empty/],
  ]
  for (const [bytes, message] of tried) {
    const file = join(folder, 'pack')
    await writeFile(file, bytes)
    await expect(verifyPack(await openPackFile(file))).rejects.toThrow(message)
  }
  await expect(openPackFile(folder)).rejects.toThrow(/no file/)
})
