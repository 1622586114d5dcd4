import { isUtf8 } from 'node:buffer'
import type { z } from 'zod'
import { firstMisfit } from '../runs/leafChecks.ts'
import type { FileEntry } from '../runs/recordFile.ts'
import { type DifferencePlace, PackDifference, UnreadablePack } from './PackDifference.ts'

/** A line of a file, its checks apart. */
interface CheckedLine {
  record: Record<string, unknown>
  check: string
}

/** The records of a file. Throws PackDifference for a line that is not what such a file holds. */
export function recordsOf<Schema extends z.ZodType>(file: string, text: string, schema: Schema): z.output<Schema>[] {
  return linesOf(text).map((line, index) => {
    const { record } = readLine(file, line, index)
    const parsed = schema.safeParse(record)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new PackDifference({
        file,
        row: rowOf(record, index),
        field: issue?.path.join('.') ?? '',
        expected: issue?.message ?? '',
        found: line,
      })
    }
    return parsed.data
  })
}

/** What a run froze under that name. */
export function recordsIn<Schema extends z.ZodType>(
  files: readonly { name: string; content: string | null }[],
  name: string,
  schema: Schema,
): z.output<Schema>[] {
  const { content } = files.find((file) => file.name === name) ?? {}
  return recordsOf(name, content ?? '', schema)
}

/**
 * Where a file differs from what its hash was made of, as far as its own checks tell: the value, else the line, else only
 * that it differs.
 */
export function placeInFile(entry: FileEntry, text: string, foundHash: string): DifferencePlace {
  const file = entry.name
  const whole: DifferencePlace = { file, expected: `SHA-256 ${entry.sha256}`, found: `SHA-256 ${foundHash}` }
  if (!file.endsWith('.ndjson')) {
    return whole
  }
  const lines = linesOf(text)
  for (const [index, line] of lines.entries()) {
    let read: CheckedLine
    try {
      read = readLine(file, line, index)
    } catch (error) {
      if (error instanceof PackDifference) {
        return error.place
      }
      throw error
    }
    const misfit = firstMisfit(read.record, read.check)
    if (misfit !== null) {
      const row = rowOf(read.record, index)
      return misfit === undefined
        ? { file, row, expected: `${read.check.length / 4} values`, found: line }
        : { file, row, field: misfit.path, expected: 'the value that was sealed', found: misfit.found }
    }
  }
  if (lines.length !== entry.lines) {
    return { file, expected: `${entry.lines} lines`, found: `${lines.length} lines` }
  }
  return whole
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function readLine(file: string, line: string, index: number): CheckedLine {
  let value: unknown = null
  try {
    value = JSON.parse(line)
  } catch {
    // told below, as what is no record
  }
  if (!isChecked(value)) {
    throw new PackDifference({ file, row: `line ${index + 1}`, expected: 'a record', found: line })
  }
  const { check, ...record } = value
  return { record, check }
}

const isChecked = (value: unknown): value is Record<string, unknown> & { check: string } =>
  typeof value === 'object' && value !== null && 'check' in value && typeof value.check === 'string'

/** What a record is called: its id, or the name of what it is about, or the number of its line. */
export function rowOf(record: Readonly<Record<string, unknown>>, index: number): string {
  const named = record['id'] ?? record['species'] ?? record['unit'] ?? null
  return typeof named === 'string' ? named : `line ${index + 1}`
}

/** The text of a file. Throws UnreadablePack when it is none. */
export function textOf(file: string, content: Buffer): string {
  expectText(file, content)
  return content.toString('utf8')
}

/** Throws UnreadablePack for bytes that are no text. */
export function expectText(file: string, content: Buffer): void {
  if (!isUtf8(content)) {
    throw new UnreadablePack(`${file} is no text. Download the pack again.`)
  }
}
