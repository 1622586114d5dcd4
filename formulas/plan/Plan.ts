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

/** A checked formula, ready to run over columns. */
export interface Plan {
  readonly type: 'number' | 'text' | 'boolean'
  /** Unit of the results; null for plain numbers, texts and booleans. */
  readonly unit: string | null
  /** Keys of the fields it reads, computed ones included. */
  readonly inputs: readonly string[]
  /** Results for slots 0 to `rows`-1, or for the slots listed. A bad cell gives an error value; nothing is thrown. */
  evaluate(columns: ColumnSource, rows: number | Uint32Array): FormulaColumn
}
