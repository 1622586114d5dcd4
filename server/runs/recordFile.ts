import { canonicalJson } from './canonicalJson.ts'
import { checksOf } from './leafChecks.ts'
import { sha256 } from './sha256.ts'

/** A file of a run as its hash knows it. */
export interface FileEntry {
  name: string
  sha256: string
  bytes: number
  lines: number
}

export interface RecordFile extends FileEntry {
  content: string
}

/** Records as lines of canonical JSON, each with the checks of its values. */
export function recordFile(name: string, records: readonly object[]): RecordFile {
  const content = records.map((record) => `${canonicalJson({ ...record, check: checksOf(record) })}\n`).join('')
  return { name, content, sha256: sha256(content), bytes: Buffer.byteLength(content), lines: records.length }
}

/** Version of the layout of runs and packs. */
export const PACK_VERSION = 1

/** The hash of everything that a run froze and computed. */
export function rootHash(engine: number, files: readonly FileEntry[]): string {
  const sealed = files.map(({ name, sha256: hash, bytes, lines }) => ({ name, sha256: hash, bytes, lines }))
  return sha256(canonicalJson({ format: 'carbonsheet-pack', version: PACK_VERSION, engine, sealed }))
}
