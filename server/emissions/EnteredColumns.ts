/** Typed cells as columns by ordinal, one slot per row. `ColumnStore` of a live sheet and `RowColumns` of stored rows are such. */
export interface EnteredColumns {
  /** NaN where the cell holds no number. */
  numbers(ordinal: number): Float64Array
  /** 0 empty, 1 number, 2 text, 3 boolean, 4 list. */
  kinds(ordinal: number): Uint8Array
  /** Index 0 is no text, else `dictionary[index - 1]`. */
  codes(ordinal: number): { dictionary: readonly string[]; index: Uint32Array }
  /** Ids of the rows by slot, where formulas read them. */
  readonly rowIds?: readonly string[]
  /** What was gathered for a row of a formula, as it is stored. Absent: never. */
  gathered?(slot: number, ordinal: number): GatheredResult | undefined
}

/** A result that is kept beside its row. */
export type GatheredResult = number | string | boolean | { error: string }
