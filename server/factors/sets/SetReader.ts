import type { SetReading } from '#shared/api/factorSets.ts'
import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { SetLayout } from '#shared/emissions/factorSet.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { NoFactorReason } from '#shared/emissions/normaliseFactor.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'

/** Of which publication a set is, as its record says. */
export interface SetDetails {
  publisher: string
  title: string
  edition: string
  year: number
  licence: string
  url: string
}

/** A factor that a file gives; it has no id before it is kept. */
export interface SetFactor {
  /** Of the row within its set: the same in every edition. */
  key: string
  /** The same row in all editions, those of the library included. */
  series: string
  name: string
  path: readonly string[]
  scope: number | null
  year: number
  geography: string
  gwpBasis: string | null
  sheet: string
  row: number
  /** Cells that it is from, such as "K12, K14". */
  cells: string
  /** As the file says it. */
  published: Readonly<Record<string, unknown>>
  /** As formulas read it; null with the reason when they cannot. */
  normalised: EmissionFactor | null
  unusableReason: NoFactorReason | null
  /** Percent of the value to either side at 95 %; null: not stated. */
  uncertaintyPercent: number | null
}

/** Everything that a file gives: each of its rows is in one of the two. */
export interface ReadSet {
  factors: readonly SetFactor[]
  rejected: readonly RejectedRow[]
}

/** What a person need not type, because the file or its name says it. */
export type GuessedDetails = Partial<SetDetails>

/** Reads one layout of files. One file each. */
export interface SetReader {
  layout: SetLayout
  /** By what it is known, for people whose file is not. */
  expected: string
  /** Where in the file it is, with a table's columns; null: the file has another layout. */
  find(book: Spreadsheet): SetReading | null
  guess(book: Spreadsheet, fileName: string): GuessedDetails
  read(book: Spreadsheet, reading: SetReading, details: SetDetails): ReadSet
}

/** A reading without columns, of layouts that know theirs. */
export const fixedReading = (layout: SetLayout, sheet: string | null, headerRow: number | null): SetReading => ({
  layout,
  sheet,
  header_row: headerRow,
  columns: {},
  amount_unit: 'kg',
  geography: '',
  gwp: null,
})
