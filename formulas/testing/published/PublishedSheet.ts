import type { CellValue } from '#shared/cells/cellValue.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'

/** A published example as a sheet: fields with units, rows, one formula; the example's figure is the sum of the column. */
export interface PublishedSheet {
  /** Its id in seeds/data/worked-examples.json, and the output of it. */
  example: string
  output: string
  formula: string
  unit: string
  /** Units of the number fields; null for plain numbers. */
  units: Record<string, string | null>
  /** Option fields, by the ids of the published factors behind their options. */
  choices?: Record<string, string[]>
  rows: Record<string, CellValue>[]
  gwpSet?: GwpSet
}
