import { createHash } from 'node:crypto'
import { canonicalJson } from './canonicalJson.ts'
import { checkedJson } from './leafChecks.ts'
import { sha256 } from './sha256.ts'

/** A file of a run as its hash knows it. */
export interface FileEntry {
  name: string
  sha256: string
  bytes: number
  lines: number
}

export interface RecordFile extends FileEntry {
  content: Buffer
}

/** UTF-8 of a code unit of JavaScript. */
const MOST_BYTES_PER_UNIT = 3
/** Lines are put together here, file after file: whatever is only hashed leaves nothing behind. */
const SCRATCH = Buffer.allocUnsafe(1 << 18)

/** Records as lines of canonical JSON, each with the checks of its values. */
export function recordFile(name: string, records: readonly object[]): RecordFile {
  const parts: Buffer[] = []
  writeLines(records, (bytes) => parts.push(Buffer.from(bytes)))
  const content = Buffer.concat(parts)
  return { name, content, sha256: sha256(content), bytes: content.length, lines: records.length }
}

/** The same as its hash knows it: the file itself is never whole. */
export function recordEntry(name: string, records: readonly object[]): FileEntry {
  const hash = createHash('sha256')
  let bytes = 0
  writeLines(records, (part) => {
    hash.update(part)
    bytes += part.length
  })
  return { name, sha256: hash.digest('hex'), bytes, lines: records.length }
}

/** `take` keeps nothing of what it is given. */
function writeLines(records: readonly object[], take: (bytes: Buffer) => void): void {
  let used = 0
  for (const record of records) {
    const line = `${checkedJson(record)}\n`
    const most = line.length * MOST_BYTES_PER_UNIT
    if (most > SCRATCH.length - used) {
      take(SCRATCH.subarray(0, used))
      used = 0
    }
    if (most > SCRATCH.length) {
      take(Buffer.from(line))
    } else {
      used += SCRATCH.write(line, used)
    }
  }
  take(SCRATCH.subarray(0, used))
}

/** Version of the layout of runs and packs. */
export const PACK_VERSION = 1

/** The hash of everything that a run froze and computed. */
export function rootHash(engine: number, files: readonly FileEntry[]): string {
  const sealed = files.map(({ name, sha256: hash, bytes, lines }) => ({ name, sha256: hash, bytes, lines }))
  return sha256(canonicalJson({ format: 'carbonsheet-pack', version: PACK_VERSION, engine, sealed }))
}
