/** Typed cells as columns by ordinal, one slot per row. `ColumnStore` of a live sheet and `RowColumns` of stored rows are such. */
export interface EnteredColumns {
  /** NaN where the cell holds no number. */
  numbers(ordinal: number): Float64Array
  /** 0 empty, 1 number, 2 text, 3 boolean, 4 list. */
  kinds(ordinal: number): Uint8Array
  /** Index 0 is no text, else `dictionary[index - 1]`. */
  codes(ordinal: number): { dictionary: readonly string[]; index: Uint32Array }
}
