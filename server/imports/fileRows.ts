import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { FileCell, ImportReply } from '#shared/api/imports.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { csvRows } from '../reading/csvRows.ts'
import { jsonObjects, ndjsonObjects } from '../reading/jsonObjects.ts'
import { delimiterOf } from '../reading/readCsv.ts'
import { ReadingError } from '../reading/ReadingError.ts'
import { READING_LIMITS } from '../reading/readingLimits.ts'
import type { ReadingThread } from '../reading/ReadingThread.ts'
import { decoded, encodingOf, type TextEncoding } from '../reading/textEncoding.ts'
import type { FileStore } from '../storage/files/FileStore.ts'
import { objectRows } from './objectRows.ts'

/** A file that is kept, and how it is to be read. */
export interface KeptImport {
  hash: string
  bytes: number
  name: string
  format: ImportReply['file']['format']
  /** What was asked for; null: the file decides. */
  encoding: TextEncoding | null
  delimiter: string | null
}

/** A row with its place: sheets from 0, rows from 1. */
export interface FileRow {
  sheet: number
  row: number
  cells: readonly FileCell[]
}

/** A file as rows, none of which is read yet. */
export interface FileRows {
  encoding: TextEncoding | null
  delimiter: string | null
  /** Names of the sheets, as far as they are known when the rows have been read. */
  sheets: () => readonly string[]
  rows: AsyncIterable<FileRow>
}

/** What reads files. */
export interface FileReading {
  files: FileStore
  reading: ReadingThread
}

/** Characters by which the delimiter is found. */
const LOOKED_AT = 64 << 10

/**
 * The rows of a kept file. Texts are read as they come, so that memory does not grow with them; workbooks in a thread with
 * limits. `onBytes` hears how much of a text was read. Throws NotFoundError, and ReadingError, also while rows are read.
 */
export async function fileRows(
  reading: FileReading,
  file: KeptImport,
  onBytes: (bytes: number) => void,
): Promise<FileRows> {
  const title = basename(file.name)
    .replace(/\.[^.]*$/, '')
    .slice(0, 200)
  if (file.format === 'xlsx') {
    return workbookRows(reading, file)
  }
  const encoding = file.encoding ?? (await encodingOf(await opened(reading, file)))
  const texts = decoded(counted(await opened(reading, file), onBytes), encoding)
  const named = { encoding, sheets: () => [title] }
  switch (file.format) {
    case 'csv': {
      const [head, all] = await peeked(texts)
      const delimiter = file.delimiter ?? delimiterOf(head)
      return { ...named, delimiter, rows: numbered(csvRows(all, delimiter)) }
    }
    case 'json':
      return { ...named, delimiter: null, rows: objectRows(jsonObjects(texts)) }
    case 'ndjson':
      return { ...named, delimiter: null, rows: objectRows(ndjsonObjects(texts)) }
    default:
      return assertNever(file.format)
  }
}

async function workbookRows({ files, reading }: FileReading, file: KeptImport): Promise<FileRows> {
  const most = READING_LIMITS.fileBytes
  if (file.bytes > most) {
    const message = `The workbook is larger than ${most >> 20} MB. Save the sheet as CSV, of which up to a million rows are taken.`
    throw new ReadingError('too-large', message)
  }
  const content = await buffer(await opened({ files, reading }, file))
  const { sheets } = await reading.read(content, file.name, 'exact')
  async function* rows(): AsyncGenerator<FileRow> {
    for (const [sheet, { rows: all }] of sheets.entries()) {
      for (const [at, cells] of all.entries()) {
        yield { sheet, row: at + 1, cells }
      }
    }
  }
  return { encoding: null, delimiter: null, sheets: () => sheets.map(({ name }) => name), rows: rows() }
}

async function opened({ files }: FileReading, { hash }: KeptImport): Promise<AsyncIterable<Uint8Array>> {
  const content = await files.open(hash)
  if (content === null) {
    throw new NotFoundError('file')
  }
  return content
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    onBytes(bytes)
    yield chunk
  }
}

/** The beginning of a text, and all of it. */
async function peeked(texts: AsyncGenerator<string>): Promise<[string, AsyncGenerator<string>]> {
  let head = ''
  while (head.length < LOOKED_AT) {
    const { done, value } = await texts.next()
    if (done === true) {
      break
    }
    head += value
  }
  async function* all(): AsyncGenerator<string> {
    yield head
    yield* texts
  }
  return [head, all()]
}

async function* numbered(rows: AsyncIterable<readonly string[]>): AsyncGenerator<FileRow> {
  let row = 0
  for await (const cells of rows) {
    yield { sheet: 0, row: ++row, cells }
  }
}

/** The formats that names stand for. Throws ReadingError for another one. */
export function formatOf(name: string): KeptImport['format'] {
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  switch (ending) {
    case 'csv':
    case 'tsv':
    case 'txt':
      return 'csv'
    case 'xlsx':
    case 'xlsm':
      return 'xlsx'
    case 'json':
      return 'json'
    case 'ndjson':
    case 'jsonl':
      return 'ndjson'
    default: {
      const message = `“${name}” is none of .csv, .tsv, .txt, .xlsx, .json, .ndjson. Save the table as one of them.`
      throw new ReadingError('wrong-kind-of-file', message)
    }
  }
}
