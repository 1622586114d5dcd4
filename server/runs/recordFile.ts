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

const FIRST_BYTES = 1 << 18
/** UTF-8 of a code unit of JavaScript. */
const MOST_BYTES_PER_UNIT = 3

/** Records as lines of canonical JSON, each with the checks of its values. */
export function recordFile(name: string, records: readonly object[]): RecordFile {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES)
  let bytes = 0
  for (const record of records) {
    const line = `${checkedJson(record)}\n`
    const needed = bytes + line.length * MOST_BYTES_PER_UNIT
    if (needed > buffer.length) {
      buffer = Buffer.concat([buffer.subarray(0, bytes)], Math.max(needed, buffer.length * 2))
    }
    bytes += buffer.write(line, bytes)
  }
  const content = buffer.subarray(0, bytes)
  return { name, content, sha256: sha256(content), bytes, lines: records.length }
}

/** Version of the layout of runs and packs. */
export const PACK_VERSION = 1

/** The hash of everything that a run froze and computed. */
export function rootHash(engine: number, files: readonly FileEntry[]): string {
  const sealed = files.map(({ name, sha256: hash, bytes, lines }) => ({ name, sha256: hash, bytes, lines }))
  return sha256(canonicalJson({ format: 'carbonsheet-pack', version: PACK_VERSION, engine, sealed }))
}
