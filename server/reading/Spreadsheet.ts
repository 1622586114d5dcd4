/**
 * A cell as whoever saved the file saw it: of a formula the value that was saved with it, which is never computed again; dates as
 * ISO dates. Null: empty. What CSV holds is text.
 */
export type ReadCell = string | number | boolean | null

/** A sheet of a file; the first row is row 1 of the sheet. Rows may be of different lengths. */
export interface ReadSheet {
  name: string
  rows: readonly (readonly ReadCell[])[]
}

/** What a file of tables holds, whoever wrote it. */
export interface Spreadsheet {
  format: 'csv' | 'xlsx'
  sheets: readonly ReadSheet[]
}

/** `trimmed`: spaces around a text are no part of it, and one of spaces only is empty. `exact`: a text is what is written. */
export type Spaces = 'trimmed' | 'exact'

/** Stands for the value of a formula that was saved without one: some program wrote it, and no spreadsheet computed it. */
export const NOT_COMPUTED = '#NOT-COMPUTED'

/** "A", "Z", "AA": how spreadsheets call a column; `index` counts from 0. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26) - 1
  return (rest < 0 ? '' : columnName(rest)) + String.fromCodePoint(65 + (index % 26))
}
