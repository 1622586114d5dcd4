import { ROW_ID } from '#formulas/check/Gather.ts'
import { rowIdCodes } from '#formulas/plan/rowIdCodes.ts'
import type { ColumnSource, FormulaColumn, GatheredRows, Plan } from '#formulas/plan/Plan.ts'
import type { Field } from '#shared/fields/field.ts'
import type { EnteredColumns } from './EnteredColumns.ts'

const KINDS: Readonly<Record<Plan['type'], number>> = { number: 1, text: 2, boolean: 3 }

/** The rows at a place (`Gather.from`). */
export type GatheredTables = (from: string) => GatheredRows | undefined

/** Columns by field key, as plans read them: typed cells from the sheet, and results of formulas once they are added. */
export class SheetColumns implements ColumnSource {
  readonly #entered: EnteredColumns
  readonly #ordinals: ReadonlyMap<string, number>
  readonly #computed = new Map<string, ComputedColumn>()

  readonly #tables: GatheredTables

  /** `tables`: where formulas gather from; without it they find no rows. */
  constructor(entered: EnteredColumns, fields: readonly Field[], tables: GatheredTables = () => undefined) {
    this.#tables = tables
    this.#entered = entered
    this.#ordinals = new Map(fields.map((field) => [field.key, field.ordinal]))
  }

  /** Makes the results of a formula readable for others. `slots[i]` is the row of result i. */
  add(key: string, column: FormulaColumn, type: Plan['type'], slots: Uint32Array): void {
    this.#computed.set(key, bySlot(column, KINDS[type], slots))
  }

  table(from: string): GatheredRows | undefined {
    return this.#tables(from)
  }

  numbers(key: string): Float64Array {
    return this.#computed.get(key)?.numbers ?? this.#entered.numbers(this.#ordinal(key))
  }

  kinds(key: string): Uint8Array {
    return this.#computed.get(key)?.kinds ?? this.#entered.kinds(this.#ordinal(key))
  }

  codes(key: string): { dictionary: readonly string[]; index: Uint32Array } {
    if (key === ROW_ID) {
      return rowIdCodes(this.#entered.rowIds ?? [])
    }
    return this.#computed.get(key)?.codes ?? this.#entered.codes(this.#ordinal(key))
  }

  errors(key: string): Uint8Array | undefined {
    return this.#computed.get(key)?.errors
  }

  #ordinal(key: string): number {
    const ordinal = this.#ordinals.get(key)
    if (ordinal === undefined) {
      throw new RangeError(`no field ${key}`)
    }
    return ordinal
  }
}

interface ComputedColumn {
  numbers: Float64Array
  kinds: Uint8Array
  errors: Uint8Array
  codes: { dictionary: readonly string[]; index: Uint32Array }
}

/** Plans give one result per row asked for; what reads them asks by slot. */
function bySlot(column: FormulaColumn, kind: number, slots: Uint32Array): ComputedColumn {
  const size = slots.reduce((most, slot) => Math.max(most, slot + 1), 0)
  const numbers = new Float64Array(size).fill(Number.NaN)
  const kinds = new Uint8Array(size)
  const errors = new Uint8Array(size)
  const index = new Uint32Array(size)
  const codes = new Map<string, number>()
  for (const [position, slot] of slots.entries()) {
    numbers[slot] = column.numbers[position] ?? Number.NaN
    errors[slot] = column.errors[position] ?? 0
    const text = column.texts?.[position] ?? null
    if (text !== null) {
      const code = codes.get(text) ?? codes.size + 1
      codes.set(text, code)
      index[slot] = code
    }
    if (errors[slot] === 0) {
      kinds[slot] = kind
    }
  }
  return { numbers, kinds, errors, codes: { dictionary: [...codes.keys()], index } }
}
