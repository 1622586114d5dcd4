import { OWN_TABLE, ROW_ID } from '#formulas/check/Gather.ts'
import { formulaError, type FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import type { ColumnSource, FormulaColumn, Plan } from '#formulas/plan/Plan.ts'
import { rowIdCodes } from '#formulas/plan/rowIdCodes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetColumns } from '../schema/JoinedColumns.ts'
import type { StoreChange } from '../schema/storeChange.ts'

/** A result, or why there is none. Null: the field has no formula that could be compiled. */
export type Computed = number | string | boolean | { error: FormulaError } | null

/** The formulas of a table, in an order in which each finds its inputs computed. */
export interface CompiledTable {
  readonly order: readonly string[]
  readonly plans: ReadonlyMap<string, Plan>
}

export interface ColumnTotal {
  /** Sum of the results that exist, in the column's unit. */
  sum: number
  count: number
  /** Rows without a result. They are not counted as zero. */
  errors: number
}

const NUMBER = 1
const TEXT = 2
const BOOLEAN = 3

/**
 * The computed columns of a sheet, kept current from its cells: everything once, then only the rows that changed. Runs
 * when a result is asked for. Nothing of it is ever written into the document.
 */
export class LiveComputation {
  readonly #store: SheetColumns
  readonly #ordinals: ReadonlyMap<string, number>
  readonly #order: readonly { key: string; plan: Plan; column: ComputedColumn }[]
  readonly #columns: ReadonlyMap<string, ComputedColumn>
  readonly #source: ColumnSource
  /** What formulas gather of the rows as they are now. */
  #gathered: GatheredTable | null = null
  readonly #totals = new Map<string, ColumnTotal>()
  readonly #unsubscribe: () => void
  #dirtySlots: Set<number> | 'all' = 'all'
  #dirtyOrdinals = new Set<number>()
  /** Rows were added, deleted or put back since the last refresh. */
  #hasOtherRows = true

  constructor(store: SheetColumns, fields: readonly Field[], table: CompiledTable) {
    this.#store = store
    this.#ordinals = new Map(fields.map((field) => [field.key, field.ordinal]))
    this.#order = table.order.flatMap((key) => {
      const plan = table.plans.get(key)
      return plan === undefined ? [] : [{ key, plan, column: new ComputedColumn(plan.type) }]
    })
    this.#columns = new Map(this.#order.map(({ key, column }) => [key, column]))
    this.#source = {
      numbers: (key) => this.#columns.get(key)?.numbers ?? this.#store.numbers(this.#ordinal(key)),
      kinds: (key) => this.#columns.get(key)?.kinds ?? this.#store.kinds(this.#ordinal(key)),
      codes: (key) =>
        key === ROW_ID
          ? rowIdCodes(this.#store.rowIds)
          : (this.#columns.get(key)?.codes() ?? this.#store.codes(this.#ordinal(key))),
      errors: (key) => this.#columns.get(key)?.errors,
      table: (from) =>
        from === OWN_TABLE ? (this.#gathered ??= new GatheredTable(this.#source, this.#store.liveSlots())) : undefined,
    }
    this.#unsubscribe = store.onChange((change) => this.#see(change))
  }

  /** What the plans read: typed cells and results by field key. */
  get source(): ColumnSource {
    this.#refresh()
    return this.#source
  }

  computed(slot: number, key: string): Computed {
    this.#refresh()
    return this.#columns.get(key)?.at(slot) ?? null
  }

  /** Sum over the rows that exist; null for a column that is not a computed number. */
  total(key: string): ColumnTotal | null {
    this.#refresh()
    const known = this.#totals.get(key)
    if (known !== undefined) {
      return known
    }
    const column = this.#columns.get(key)
    if (column === undefined || column.type !== 'number') {
      return null
    }
    const total: ColumnTotal = { sum: 0, count: 0, errors: 0 }
    for (const slot of this.#store.liveSlots()) {
      if (column.errors[slot] === 0) {
        total.sum += column.numbers[slot] ?? 0
        total.count++
      } else {
        total.errors++
      }
    }
    this.#totals.set(key, total)
    return total
  }

  /** What cells stand for became something else, without a change of the cells: everything is computed anew. */
  outdated(): void {
    this.#see({ slots: 'all', ordinals: 'all', structural: false, local: false })
  }

  destroy(): void {
    this.#unsubscribe()
  }

  #ordinal(key: string): number {
    const ordinal = this.#ordinals.get(key)
    if (ordinal === undefined) {
      throw new RangeError(`no field ${key}`)
    }
    return ordinal
  }

  #see(change: StoreChange): void {
    this.#totals.clear()
    this.#hasOtherRows ||= change.structural
    if (change.slots === 'all' || change.ordinals === 'all' || this.#dirtySlots === 'all') {
      this.#dirtySlots = 'all'
      return
    }
    for (const slot of change.slots) {
      this.#dirtySlots.add(slot)
    }
    for (const ordinal of change.ordinals) {
      this.#dirtyOrdinals.add(ordinal)
    }
  }

  #refresh(): void {
    const dirty = this.#dirtySlots
    if (dirty !== 'all' && dirty.size === 0 && !this.#hasOtherRows) {
      return
    }
    const ordinals = this.#dirtyOrdinals
    const hasOtherRows = this.#hasOtherRows
    this.#dirtySlots = new Set()
    this.#dirtyOrdinals = new Set()
    this.#hasOtherRows = false
    this.#gathered = null
    const rows = this.#store.rowIds.length
    const all = (): Uint32Array => Uint32Array.from({ length: rows }, (_, slot) => slot)
    const slots = dirty === 'all' ? all() : Uint32Array.from(dirty)
    /** Computed columns that changed; `whole`: maybe in rows besides the dirty ones. */
    const changed = new Map<string, 'dirty' | 'whole'>()
    for (const { key, plan, column } of this.#order) {
      const grown = column.grow(rows)
      const isTouched = (input: string): boolean => changed.has(input) || ordinals.has(this.#ordinals.get(input) ?? -1)
      const isWhole =
        dirty === 'all' ||
        plan.inputs.some((input) => changed.get(input) === 'whole') ||
        plan.gathers.some(({ keys }) => hasOtherRows || keys.some(isTouched))
      if (isWhole || grown || plan.inputs.length === 0 || plan.inputs.some(isTouched)) {
        column.put(isWhole ? all() : slots, plan.evaluate(this.#source, isWhole ? rows : slots))
        changed.set(key, isWhole ? 'whole' : 'dirty')
      }
    }
  }
}

/** Results by slot. */
class ComputedColumn {
  readonly type: Plan['type']
  numbers = new Float64Array(0)
  errors = new Uint8Array(0)
  kinds = new Uint8Array(0)
  #index = new Uint32Array(0)
  readonly #dictionary: string[] = []
  readonly #codeOf = new Map<string, number>()
  #rows = 0

  constructor(type: Plan['type']) {
    this.type = type
  }

  codes(): { dictionary: readonly string[]; index: Uint32Array } {
    return { dictionary: this.#dictionary, index: this.#index }
  }

  at(slot: number): Computed {
    const code = this.errors[slot] ?? 0
    const error = formulaError(code)
    if (error !== null) {
      return { error }
    }
    if (slot >= this.#rows) {
      return null
    }
    if (this.type === 'text') {
      return this.#dictionary[(this.#index[slot] ?? 0) - 1] ?? null
    }
    const value = this.numbers[slot] ?? Number.NaN
    return this.type === 'boolean' ? value === 1 : value
  }

  /** Makes room; true when there are more rows than before. */
  grow(rows: number): boolean {
    if (rows <= this.#rows) {
      return false
    }
    this.#rows = rows
    if (rows > this.numbers.length) {
      const capacity = Math.max(64, Math.ceil(rows * 1.25))
      this.numbers = copyInto(new Float64Array(capacity).fill(Number.NaN), this.numbers)
      this.errors = copyInto(new Uint8Array(capacity), this.errors)
      this.kinds = copyInto(new Uint8Array(capacity), this.kinds)
      this.#index = copyInto(new Uint32Array(capacity), this.#index)
    }
    return true
  }

  put(slots: Uint32Array, results: FormulaColumn): void {
    const kind = this.type === 'number' ? NUMBER : this.type === 'text' ? TEXT : BOOLEAN
    for (const [position, slot] of slots.entries()) {
      const error = results.errors[position] ?? 0
      this.numbers[slot] = results.numbers[position] ?? Number.NaN
      this.errors[slot] = error
      this.kinds[slot] = error === 0 ? kind : 0
      if (this.type === 'text') {
        this.#index[slot] = this.#codeFor(results.texts?.[position] ?? null)
      }
    }
  }

  #codeFor(text: string | null): number {
    if (text === null) {
      return 0
    }
    let code = this.#codeOf.get(text)
    if (code === undefined) {
      code = this.#dictionary.push(text)
      this.#codeOf.set(text, code)
    }
    return code
  }
}

function copyInto<T extends Float64Array | Uint8Array | Uint32Array>(target: T, source: T): T {
  target.set(source)
  return target
}
