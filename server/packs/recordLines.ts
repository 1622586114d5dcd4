import { z } from 'zod'
import { firstMisfit } from '../runs/leafChecks.ts'
import type { FileEntry } from '../runs/recordFile.ts'
import { type DifferencePlace, PackDifference, UnreadablePack } from './PackDifference.ts'

const Line = z.looseObject({ check: z.string() })

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
  const place = { file, row: `line ${index + 1}`, expected: 'a record', found: line }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new PackDifference(place)
  }
  const parsed = Line.safeParse(value)
  if (!parsed.success) {
    throw new PackDifference(place)
  }
  const { check, ...record } = parsed.data
  return { record, check }
}

/** What a record is called: its id, or the name of what it is about, or the number of its line. */
export function rowOf(record: Readonly<Record<string, unknown>>, index: number): string {
  const named = record['id'] ?? record['species'] ?? record['unit'] ?? null
  return typeof named === 'string' ? named : `line ${index + 1}`
}

/** The text of a file. Throws UnreadablePack when it is none. */
export function textOf(file: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    throw new UnreadablePack(`${file} is no text. Download the pack again.`)
  }
}
