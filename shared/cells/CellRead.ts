import type { CellValue } from './cellValue.ts'

/** A written cell as a value of its field. Text that does not fit stays text. */
export interface CellRead {
  value: CellValue
  /** The unit it was converted from; null: none was written, or the field's own. */
  convertedFrom: string | null
  /** The unit that was written and cannot become the field's. */
  otherUnit: string | null
}

/** A value as it was written, with no unit to tell of. */
export const plain = (value: CellValue): CellRead => ({ value, convertedFrom: null, otherUnit: null })
