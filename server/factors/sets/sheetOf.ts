import type { SetReading } from '#shared/api/factorSets.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { ReadSheet, Spreadsheet } from '#server/reading/Spreadsheet.ts'

/** The sheet that is read. Throws ValidationError when the file has none of that name. */
export function sheetOf(book: Spreadsheet, { sheet: name }: Pick<SetReading, 'sheet'>): ReadSheet {
  const sheet = book.sheets.find((one) => one.name === name) ?? (name === null ? book.sheets[0] : undefined)
  if (sheet === undefined) {
    const message = `The file has no sheet “${name}”. Choose one of: ${book.sheets.map((one) => one.name).join(', ')}.`
    throw new ValidationError([{ path: 'reading.sheet', code: 'not-found', message }])
  }
  return sheet
}
