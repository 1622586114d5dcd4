import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import type { PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import type { ReadCell, ReadSheet, Spreadsheet } from '#server/reading/Spreadsheet.ts'
import { fromPublished, type PlacedRecord } from './fromPublished.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { residualMix } from './residualMix.ts'
import { fixedReading, type SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

/** Where a publisher's table has what is read of it. */
interface MixColumns {
  headerRow: number
  /** The place that a rate is of. */
  place: number
  rate: number
}

/** A place as a row names it. */
interface MixPlace {
  /** As ids and keys have it, small letters. */
  key: string
  /** As people call it. */
  name: string
  /** As factors have it: "DE", "US-eGRID-CAMX". */
  geography: string
}

/** What one publisher's residual mixes have of their own. */
interface ResidualMixes<Columns extends MixColumns> {
  layout: SetReader['layout']
  expected: string
  publisher: string
  title: string
  /** Begins ids: "aib" of "aib2024.de". */
  prefix: string
  /** In names, behind the place: "AIB". */
  shortName: string
  /** Behind what is CO2e already; null: nothing is. */
  gwpBasis: GwpSet | null
  /** The year of the set among the texts at the top of the file. */
  topTexts: (book: Spreadsheet) => readonly ReadCell[]
  year: RegExp
  columnsOf: (sheet: ReadSheet) => Columns | null
  /** Null, with the reason: it names none. */
  placeIn: (row: readonly ReadCell[], columns: Columns) => MixPlace | { unknown: string }
  stated: (amount: number, columns: Columns) => Pick<PublishedFactor, 'per'> & Partial<PublishedFactor>
}

/** Reads residual mixes, one rate a place. A row with fewer than two cells is a note between the rows. */
export function residualMixReader<Columns extends MixColumns>(mixes: ResidualMixes<Columns>): SetReader {
  const { layout, expected, publisher, title, columnsOf } = mixes
  return {
    layout,
    expected,
    find(book) {
      for (const sheet of book.sheets) {
        const columns = columnsOf(sheet)
        if (columns !== null) {
          return fixedReading(layout, sheet.name, columns.headerRow + 1)
        }
      }
      return null
    },
    guess(book, fileName) {
      const texts = [fileName, ...mixes.topTexts(book)].map(String)
      const year = texts.map((text) => mixes.year.exec(text)?.[1]).find((one) => one !== undefined)
      return { publisher, title, ...(year !== undefined && { year: Number(year), edition: year }) }
    },
    read(book, reading, details) {
      const sheet = sheetOf(book, reading)
      const columns = columnsOf(sheet)
      const records: PlacedRecord[] = []
      const rejected: RejectedRow[] = []
      for (const [index, row] of sheet.rows.entries()) {
        if (columns === null || index <= columns.headerRow || row.filter((cell) => cell !== null).length < 2) {
          continue
        }
        const at = { sheet: sheet.name, row: index }
        const place = mixes.placeIn(row, columns)
        const amount = amountIn(row[columns.rate], { ...at, column: columns.rate })
        if ('unknown' in place) {
          rejected.push(
            rejectRow({ ...at, column: columns.place }, 'unknown-place', place.unknown, {
              says: row[columns.place] ?? null,
            }),
          )
        } else if (typeof amount !== 'number') {
          rejected.push(amount)
        } else {
          const { key, name, geography } = place
          const record: PublishedFactor = {
            ...residualMix,
            id: `${mixes.prefix}${details.year}.${key}`,
            src: `${mixes.prefix}-${details.year}`,
            table: sheet.name,
            cell: cellName(columns.rate, index),
            name: `${name} residual mix (${mixes.shortName} ${details.edition})`,
            geo: geography,
            year: details.year,
            ...mixes.stated(amount, columns),
          }
          records.push({ key, row: index, record })
        }
      }
      const read = fromPublished(records, details, mixes.gwpBasis)
      return { factors: read.factors, rejected: [...rejected, ...read.rejected] }
    },
  }
}
