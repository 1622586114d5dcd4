import type { Field } from '#shared/fields/field.ts'
import type { ExportedSheet } from '../ExportedSheet.ts'
import { columnTitle, type ExportedCell, type ExportedColumn, exportedColumns } from '../exportedCells.ts'
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
    const lines = block.rows.map(({ row_id: id }) => id)
    for (const column of columns) {
      append(lines, column, block, { delimiter, text })
    }
    yield `${lines.join(LINE_END)}${LINE_END}`
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

function append(
  lines: string[],
  { cells }: ExportedColumn,
  block: Parameters<ExportedColumn['cells']>[0],
  { delimiter, text }: { delimiter: string; text: CellWriter },
): void {
  cells(block).forEach((cell, index) => {
    lines[index] += delimiter + text(cell)
  })
}

function writerOf({ delimiter, decimalMark }: CsvDialect): CellWriter {
  const quoted = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`)
  return (cell) => {
    switch (typeof cell) {
      case 'number':
        return decimalMark === '.' ? String(cell) : String(cell).replace('.', decimalMark)
      case 'boolean':
        return cell ? 'TRUE' : 'FALSE'
      case 'string': {
        const safe = guardFormula(cell)
        return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
      }
      default:
        return ''
    }
  }
}
