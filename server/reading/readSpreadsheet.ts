import { readCsv } from './readCsv.ts'
import { ReadingError } from './ReadingError.ts'
import type { ReadingLimits } from './readingLimits.ts'
import { readWorkbook } from './readWorkbook.ts'
import type { Spaces, Spreadsheet } from './Spreadsheet.ts'

const ARCHIVE = Buffer.from('PK\u0003\u0004')
/** Of .xls, and of workbooks with a password. */
const OLD_OFFICE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const WORKBOOK_NAME = /\.(xlsx|xlsm)$/i
const TEXT_NAME = /\.(csv|tsv|txt)$/i

/** A file of tables by its content; its name has to say the same. Throws ReadingError. */
export async function readSpreadsheet(
  file: Buffer,
  name: string,
  { limits, spaces }: { limits: ReadingLimits; spaces: Spaces },
): Promise<Spreadsheet> {
  if (file.length > limits.fileBytes) {
    throw new ReadingError(
      'too-large',
      `The file is larger than ${limits.fileBytes >> 20} MB. Take out what is not needed.`,
    )
  }
  if (!WORKBOOK_NAME.test(name) && !TEXT_NAME.test(name)) {
    throw new ReadingError('wrong-kind-of-file', `“${name}” is no .xlsx and no .csv. Save the table as one of them.`)
  }
  if (file.subarray(0, OLD_OFFICE.length).equals(OLD_OFFICE)) {
    const message =
      'This is a workbook of the old kind (.xls) or one with a password. Save it as .xlsx without a password.'
    throw new ReadingError('wrong-kind-of-file', message)
  }
  const isArchive = file.subarray(0, ARCHIVE.length).equals(ARCHIVE)
  if (isArchive !== WORKBOOK_NAME.test(name)) {
    const message = isArchive
      ? `“${name}” is called a text, and is a workbook. Name it .xlsx.`
      : `“${name}” is called a workbook, and is none. Name it .csv when it is text, or save it as .xlsx.`
    throw new ReadingError('wrong-kind-of-file', message)
  }
  return isArchive ? readWorkbook(file, limits, spaces) : readCsv(file, name, limits)
}
