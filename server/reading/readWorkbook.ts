import { type Cell, type CellValue, readXlsx, type Sheet } from 'hucre/xlsx'
import { ReadingError } from './ReadingError.ts'
import type { ReadingLimits } from './readingLimits.ts'
import { NOT_COMPUTED, type ReadCell, type Spaces, type Spreadsheet } from './Spreadsheet.ts'
import { weighParts } from './zipParts.ts'

const WORKBOOK = 'xl/workbook.xml'

/** A workbook of Excel (.xlsx). Formulas are taken by their saved values, links to other files are not followed. Throws ReadingError. */
export async function readWorkbook(file: Buffer, limits: ReadingLimits, spaces: Spaces): Promise<Spreadsheet> {
  const parts = weighParts(file, limits)
  if (!parts.includes(WORKBOOK)) {
    const message = 'The file is an archive and no workbook of Excel. Open it in a spreadsheet and save it as .xlsx.'
    throw new ReadingError('wrong-kind-of-file', message)
  }
  const sheets = await sheetsOf(file)
  if (sheets.length > limits.sheets) {
    const message = `The workbook has ${sheets.length} sheets, and ${limits.sheets} are taken. Keep those that are needed.`
    throw new ReadingError('too-large', message)
  }
  let cells = 0
  for (const { name, rows } of sheets) {
    const widest = rows.reduce((most, row) => Math.max(most, row.length), 0)
    cells += widest * rows.length
    if (widest > limits.columns || cells > limits.cells) {
      const what =
        widest > limits.columns ? `${widest} columns, and ${limits.columns}` : `too many cells: ${limits.cells}`
      throw new ReadingError('too-large', `Up to the sheet “${name}” it has ${what} are taken. Keep what is needed.`)
    }
  }
  return { format: 'xlsx', sheets: sheets.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet, spaces) })) }
}

async function sheetsOf(file: Buffer): Promise<Sheet[]> {
  try {
    const { sheets } = await readXlsx(file)
    return sheets
  } catch (error) {
    const detail = error instanceof Error ? ` (${error.message.slice(0, 200)})` : ''
    const message = `The workbook cannot be read${detail}. Open it in a spreadsheet, save it as .xlsx and send that.`
    throw new ReadingError('broken-file', message, error)
  }
}

const rowsOf = ({ rows, cells }: Sheet, spaces: Spaces): ReadCell[][] =>
  rows.map((row, at) => row.map((value, column) => cellOf(value, cells?.get(`${at},${column}`), spaces)))

function cellOf(value: CellValue, cell: Cell | undefined, spaces: Spaces): ReadCell {
  if (value === null && cell?.formula !== undefined) {
    return cell.formulaResult === undefined || cell.formulaResult === null
      ? NOT_COMPUTED
      : plain(cell.formulaResult, spaces)
  }
  return plain(value, spaces)
}

function plain(value: CellValue, spaces: Spaces): ReadCell {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10)
  }
  if (typeof value !== 'string') {
    return value
  }
  return (spaces === 'exact' ? value : value.trim()) || null
}
