import { CsvError, parse } from 'csv-parse/sync'
import { ReadingError } from './ReadingError.ts'
import type { ReadingLimits } from './readingLimits.ts'
import type { Spreadsheet } from './Spreadsheet.ts'

const DELIMITERS = [',', ';', '\t', '|']
/** Lines by which the delimiter is guessed. */
const LOOKED_AT = 20

/** Text with a delimiter of its own: comma, semicolon, tab or bar, by what its first lines have most evenly. Throws ReadingError. */
export function readCsv(file: Buffer, name: string, limits: ReadingLimits): Spreadsheet {
  const text = decode(file)
  const rows = recordsOf(text, delimiterOf(text))
  const cells = rows.reduce((sum, row) => sum + row.length, 0)
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0)
  if (widest > limits.columns || cells > limits.cells) {
    const what =
      widest > limits.columns ? `${widest} columns, and ${limits.columns}` : `${cells} cells, and ${limits.cells}`
    throw new ReadingError('too-large', `The file has ${what} are taken. Take out what is not needed.`)
  }
  const read = rows.map((row) => row.map((cell) => (cell.trim() === '' ? null : cell.trim())))
  return { format: 'csv', sheets: [{ name: name.replace(/\.[^.]*$/, ''), rows: read }] }
}

/** UTF-8, or UTF-16 where the file says so. Another encoding would turn names into others without anybody noticing. */
function decode(file: Buffer): string {
  const [first, second] = file
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(file)
    if (!text.includes('\0')) {
      return text
    }
  } catch {
    // told below
  }
  const message = 'The file is neither a workbook nor text in UTF-8. Save it as .xlsx, or as “CSV UTF-8”.'
  throw new ReadingError('wrong-kind-of-file', message)
}

/** The delimiter of a text: comma, semicolon, tab or bar, by what its first lines have most evenly. */
export function delimiterOf(text: string): string {
  const lines = text
    .split(/\r\n|\n|\r/, LOOKED_AT)
    .map((line) => line.replaceAll(/"[^"]*"/g, ''))
    .filter((line) => line !== '')
  const counts = DELIMITERS.map((delimiter) => {
    const perLine = lines.map((line) => line.split(delimiter).length - 1)
    return { delimiter, least: Math.min(...perLine), sum: perLine.reduce((sum, one) => sum + one, 0) }
  })
  const [best] = counts.toSorted((a, b) => b.least - a.least || b.sum - a.sum)
  return best === undefined || best.sum === 0 ? ',' : best.delimiter
}

function recordsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false })
  } catch (error) {
    if (error instanceof CsvError) {
      const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : ''
      throw new ReadingError(
        'broken-file',
        `A quotation mark does not end${line}. Correct it and send the file anew.`,
        error,
      )
    }
    throw error
  }
}
