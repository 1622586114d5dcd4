import type { Gather } from '#formulas/check/Gather.ts'

/** Columns by field key, one slot per row; the same shapes as the sheet's column store. */
export interface ColumnSource {
  /** Numbers by slot; NaN where the cell holds none. Of a boolean cell: 1 and 0; its kind keeps it from passing as a number. */
  numbers(key: string): Float64Array
  /** By slot: 0 empty, 1 number, 2 text, 3 boolean, 4 list. */
  kinds(key: string): Uint8Array
  /** Texts by slot: index 0 is no text, else `dictionary[index - 1]`. */
  codes(key: string): { readonly dictionary: readonly string[]; readonly index: Uint32Array }
  /** Errors of a computed column by slot (0 fine, else a code), so that a reason travels; absent for typed columns. */
  errors?(key: string): Uint8Array | undefined
  /** The rows at a place (`Gather.from`), as they are in this run. Undefined: they are not known here. */
  table?(from: string): GatheredRows | undefined
}

/** Many rows of which formulas gather values. */
export interface GatheredRows {
  /** What a gathering makes of them, by the keys of its row; made once per run. */
  groups(gather: Gather): Groups
}

/** The rows of a gathering, by their keys. */
export interface Groups {
  of(keys: readonly (number | string)[]): Group
}

/** The rows that belong to one row. */
export interface Group {
  /** What was made of them; null where there is an error. */
  value: number | string | null
  /** 0 fine, else why there is no value. */
  error: number
  /** How many there are. */
  rows: number
  /** Position of a row that has this error. */
  failing: number | null
}

/** The results of a plan, one per row asked for. */
export interface FormulaColumn {
  /** Results in the plan's unit; 1 and 0 for a boolean; NaN where there is an error. */
  numbers: Float64Array
  /** 0 fine, else why there is no result. */
  errors: Uint8Array
  /** Results of a text formula; null where there is an error. */
  texts?: (string | null)[]
}

/** Columns of the rows at a place (`Gather.from`) that a plan reads. Those of the own table are among its inputs as well. */
export interface GatheredInputs {
  from: string
  keys: readonly string[]
}

/** A checked formula, ready to run over columns. */
export interface Plan {
  readonly type: 'number' | 'text' | 'boolean'
  /** Unit of the results; null for plain numbers, texts and booleans. */
  readonly unit: string | null
  /** Keys of the fields it reads, computed ones included. */
  readonly inputs: readonly string[]
  /** What it reads of many rows; with those, a change of one row can be a change of all results. */
  readonly gathers: readonly GatheredInputs[]
  /** Results for slots 0 to `rows`-1, or for the slots listed. A bad cell gives an error value; nothing is thrown. */
  evaluate(columns: ColumnSource, rows: number | Uint32Array): FormulaColumn
}
