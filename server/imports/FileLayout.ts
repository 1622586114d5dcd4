import type { FileCell } from '#shared/api/imports.ts'
import type { DateOrder } from '#shared/cells/parseDate.ts'
import type { DecimalMark } from '#shared/cells/parseNumber.ts'
import type { TextEncoding } from '../reading/textEncoding.ts'

/** What a file of rows is like, as it is kept beside its rows. */
export interface FileLayout {
  /** Null: its format has none. */
  encoding: TextEncoding | null
  delimiter: string | null
  sheets: readonly SheetLayout[]
}

export interface SheetLayout {
  name: string
  rows: number
  columns: readonly ColumnLayout[]
  /** The first rows, cut to what a page can show. */
  head: readonly (readonly FileCell[])[]
}

/** What the cells of a column are like, of whatever field they will be. */
export interface ColumnLayout {
  filled: number
  samples: readonly FileCell[]
  /** Null: no text of it depends on the mark. */
  decimals: DecimalMark | 'open' | null
  decimalSamples: readonly { text: string; point: number; comma: number }[]
  dates: DateOrder | 'open' | null
  dateSamples: readonly { text: string; dayFirst: string; monthFirst: string }[]
}
