import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ColumnSource } from '#formulas/plan/Plan.ts'

/** What formulas need of a sheet in columns; the live sheet's column store is one. Columns are addressed by ordinal. */
export interface SheetStore {
  value(slot: number, ordinal: number): CellValue
  numbers(ordinal: number): Float64Array
  kinds(ordinal: number): Uint8Array
  codes(ordinal: number): { readonly dictionary: readonly string[]; readonly index: Uint32Array }
}

/** A sheet's columns by field key. Unknown keys and formula fields are empty columns. Good for one evaluation. */
export function sheetColumns(
  store: SheetStore,
  fields: readonly { key: string; ordinal: number; type: string }[],
): ColumnSource {
  const byKey = new Map(fields.filter((field) => field.type !== 'formula').map((field) => [field.key, field]))
  return {
    numbers: (key) => {
      const field = byKey.get(key)
      if (!field) {
        return new Float64Array(0)
      }
      return field.type === 'boolean' ? booleans(store, field.ordinal) : store.numbers(field.ordinal)
    },
    kinds: (key) => {
      const field = byKey.get(key)
      return field ? store.kinds(field.ordinal) : new Uint8Array(0)
    },
    codes: (key) => {
      const field = byKey.get(key)
      return field ? store.codes(field.ordinal) : { dictionary: [], index: new Uint32Array(0) }
    },
  }
}

/** 1 and 0 by slot; the store keeps no numbers of booleans. */
function booleans(store: SheetStore, ordinal: number): Float64Array {
  const kinds = store.kinds(ordinal)
  const values = new Float64Array(kinds.length).fill(Number.NaN)
  for (let slot = 0; slot < kinds.length; slot++) {
    if (kinds[slot] === 3) {
      values[slot] = store.value(slot, ordinal) === true ? 1 : 0
    }
  }
  return values
}
