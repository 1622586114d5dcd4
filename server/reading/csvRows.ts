import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { ReadingError } from './ReadingError.ts'

/** Of one row: more is a quotation mark that does not end, and would fill the memory. */
const MOST_CHARACTERS = 4 << 20

/** The rows of a text with a delimiter, one after the other, and every cell as it is written. Throws ReadingError. */
export async function* csvRows(texts: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[]> {
  const parser = parse({ delimiter, bom: true, relax_column_count: true, max_record_size: MOST_CHARACTERS })
  const source = Readable.from(texts).on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const record of parser) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without columns csv-parse gives lists of texts
      yield record as string[]
    }
  } catch (error) {
    throw error instanceof CsvError ? broken(error) : error
  } finally {
    source.destroy()
  }
}

function broken(error: CsvError): ReadingError {
  const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : ''
  const message =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? `A row${line} is longer than ${MOST_CHARACTERS >> 20} MB: a quotation mark before it does not end, or the delimiter is another.`
      : `A quotation mark is out of place, or does not end${line}. Correct it and send the file anew.`
  return new ReadingError('broken-file', message, error)
}
