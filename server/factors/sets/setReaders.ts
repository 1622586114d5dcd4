import type { SetLayout } from '#shared/emissions/factorSet.ts'
import type { SetReading } from '#shared/api/factorSets.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'
import { aibResidualMix } from './aibResidualMix.ts'
import { anyTable } from './anyTable.ts'
import { desnzFlatFile } from './desnzFlatFile.ts'
import { egridWorkbook } from './egridWorkbook.ts'
import { greenEResidualMix } from './greenEResidualMix.ts'
import { foundHeadings } from './headings.ts'
import type { ReadSet, SetDetails, SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

const READERS: Readonly<Record<SetLayout, SetReader>> = {
  desnz: desnzFlatFile,
  egrid: egridWorkbook,
  green_e: greenEResidualMix,
  aib: aibResidualMix,
  table: anyTable,
}

/** The reader that knows the file, with where its factors are: those of publishers before any table. */
export function recognise(book: Spreadsheet): { reader: SetReader; reading: SetReading } | null {
  for (const reader of Object.values(READERS)) {
    const reading = reader.find(book)
    if (reading !== null) {
      return { reader, reading }
    }
  }
  return null
}

/** Reads a set as somebody said. Throws ValidationError with what the layout needs and the file has instead. */
export function readSet(book: Spreadsheet, reading: SetReading, details: SetDetails): ReadSet {
  const reader = READERS[reading.layout]
  if (reading.layout === 'table') {
    return readTable(reader, book, reading, details)
  }
  // where the file is so and somebody chose another sheet, that one has to be it
  const part = reading.sheet === null ? book : { ...book, sheets: [sheetOf(book, reading)] }
  if (reader.find(part) === null) {
    const message = `This layout needs ${reader.expected}. The file has ${foundHeadings(part.sheets)}.`
    throw new ValidationError([{ path: 'reading.layout', code: 'wrong-layout', message }])
  }
  return reader.read(part, reading, details)
}

function readTable(reader: SetReader, book: Spreadsheet, reading: SetReading, details: SetDetails): ReadSet {
  const { columns } = reading
  const amounts = ['co2e', 'co2', 'ch4', 'ch4_biogenic', 'n2o', 'biogenic_co2'] as const
  const missing = (['name', 'unit'] as const).filter((column) => columns[column] === undefined)
  const problems = missing.map((column) => ({
    path: `reading.columns.${column}`,
    code: 'required' as const,
    message: `Say which column is the ${column}.`,
  }))
  if (amounts.every((column) => columns[column] === undefined)) {
    const message = 'Say which column is CO2e, or a gas.'
    problems.push({ path: 'reading.columns.co2e', code: 'required', message })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return reader.read(book, reading, details)
}
