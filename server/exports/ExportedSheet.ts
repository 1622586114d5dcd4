import type { FormulaColumn } from '#formulas/plan/Plan.ts'
import type { Field } from '#shared/fields/field.ts'
import type { StoredRow } from '../api/rows/rowsQuery.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'

/** A row as files that are tables need it: they do not say who changed it when. `gathered` is there when formulas are. */
export type CellRow = Pick<StoredRow, 'row_id' | 'values'> & Partial<Pick<StoredRow, 'gathered'>>

/** The same with who changed it last, and when. */
export type DatedRow = CellRow & Pick<StoredRow, 'updated_at' | 'updated_by'>

/** Some rows of a sheet, one after the other, with everything that an export says of them. */
export interface RowBlock<Row extends CellRow = CellRow> {
  rows: readonly Row[]
  /** Results by field key, one for each row; absent when the formula has problems. */
  results: ReadonlyMap<string, FormulaColumn>
  /** What cells that hold an id point at is called, by row and field key; absent where no field points at anything. */
  labels?: Record<string, string | null>[] | undefined
}

/** A table in a cycle as one person may read it, ready to be written in some format. */
export interface ExportedSheet {
  access: SheetAccess
  /** Those that go into the file, in the order of the sheet. */
  fields: readonly Field[]
  /** Keys of the formulas that give yes or no. */
  booleans: ReadonlySet<string>
  /** Once only: rows are read as they are written, so that memory does not grow with them. */
  blocks: () => AsyncIterable<RowBlock>
  /** The same, in place of `blocks`, where a format says who changed a row and when: that takes the database half as long again. */
  datedBlocks: () => AsyncIterable<RowBlock<DatedRow>>
}
