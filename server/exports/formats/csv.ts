import type { Field } from '#shared/fields/field.ts'
import type { ExportedSheet } from '../ExportedSheet.ts'
import { columnTitle, type ExportedCell, exportedColumns } from '../exportedCells.ts'
import { guardFormula } from '#shared/cells/guardFormula.ts'

/** How a CSV file is written. */
export interface CsvDialect {
  delimiter: ',' | ';'
  decimalMark: '.' | ','
  /** Names with units above the columns instead of field keys. */
  hasTitles: boolean
  /** A mark at the beginning by which Excel knows the encoding. */
  hasByteOrderMark: boolean
}

/** For programs, and for bringing it back: RFC 4180 in UTF-8, keys above the columns, the same for everybody. */
export const CANONICAL: CsvDialect = { delimiter: ',', decimalMark: '.', hasTitles: false, hasByteOrderMark: false }

/**
 * As spreadsheets of a language read it: where the decimal mark is a comma, a semicolon stands between cells. Dates stay ISO
 * dates, which every spreadsheet reads as what they are. Throws RangeError when there is no such language tag.
 */
export function dialectOf(locale: string): CsvDialect {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1.5)
  const isComma = parts.some(({ type, value }) => type === 'decimal' && value === ',')
  return {
    delimiter: isComma ? ';' : ',',
    decimalMark: isComma ? ',' : '.',
    hasTitles: true,
    hasByteOrderMark: true,
  }
}

const LINE_END = '\r\n'

/** The rows of a sheet as CSV (RFC 4180), in pieces. The first column is the id of the row, by which it is found again. */
export async function* csvOf(sheet: ExportedSheet, dialect: CsvDialect): AsyncGenerator<string> {
  const columns = exportedColumns(sheet)
  const text = writerOf(dialect)
  const { delimiter } = dialect
  const titles = columns.map(({ field }) => titleIn(dialect, field))
  yield csvHead(['id', ...titles], dialect)
  for await (const block of sheet.blocks()) {
    const cells = columns.map((column) => column.cellsOf(block))
    let lines = ''
    for (const [index, { row_id: id }] of block.rows.entries()) {
      lines += id
      for (const cellAt of cells) {
        lines += delimiter + text(cellAt(index))
      }
      lines += LINE_END
    }
    yield lines
  }
}

/** The first line of a file, with the mark of its encoding where the dialect has one. */
export function csvHead(titles: readonly string[], dialect: CsvDialect): string {
  const head = titles.map(writerOf(dialect)).join(dialect.delimiter)
  return `${dialect.hasByteOrderMark ? '\uFEFF' : ''}${head}${LINE_END}`
}

/** What stands above the column of a field. */
export const titleIn = ({ hasTitles }: CsvDialect, field: Pick<Field, 'key' | 'name' | 'unit'>): string =>
  hasTitles ? columnTitle(field) : field.key

type CellWriter = (cell: ExportedCell) => string

function writerOf({ delimiter, decimalMark }: CsvDialect): CellWriter {
  const quoted = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`)
  const separator = delimiter.charCodeAt(0)
  return (cell) => {
    switch (typeof cell) {
      case 'number':
        return decimalMark === '.' ? String(cell) : String(cell).replace('.', decimalMark)
      case 'boolean':
        return cell ? 'TRUE' : 'FALSE'
      case 'string': {
        if (isPlain(cell, separator)) {
          return cell
        }
        const safe = guardFormula(cell)
        return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
      }
      default:
        return ''
    }
  }
}

const QUOTE = 0x22
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * Whether a text stands in a file as it is, as nearly all do: seen in one look, where the rules of guarding and quoting take
 * three. False says nothing: the rules decide.
 */
function isPlain(text: string, separator: number): boolean {
  let code = text.charCodeAt(0)
  if (!isLetterOrDigit(code)) {
    return false
  }
  for (let i = 1; i < text.length; i++) {
    code = text.charCodeAt(i)
    if (code === separator || code === QUOTE || code === LINE_FEED || code === CARRIAGE_RETURN) {
      return false
    }
  }
  return isLetterOrDigit(code)
}

/** Of ASCII, or in the blocks from Latin-1 letters to Ethiopic, in which nothing is a space. NaN is neither. */
const isLetterOrDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0xc0 && code <= 0x137f)
