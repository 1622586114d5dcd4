import { LiveComputation, type CompiledTable } from '#collab/binding/LiveComputation.ts'
import { atOnce } from '#collab/schema/inSlices.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import type { StoreChange } from '#collab/schema/storeChange.ts'
import type { Field } from '#shared/fields/field.ts'
import { conditionKey } from './conditions.ts'
import type { GridRow } from './SheetModel.ts'
import { SheetHealth } from './SheetHealth.ts'

const ROWS_PER_STEP = 5000

/** What a reading is made of, whichever columns it reads. */
export interface ReadingOptions {
  fields: readonly Field[]
  /** The formulas of the table and, under keys of their own, the conditions of its fields. */
  compiled: CompiledTable
  /** Keys of the fields that have a condition. */
  conditional: ReadonlySet<string>
  /** The one object of a row. */
  row: (id: string) => GridRow
}

/** Everything that is found in one set of columns: results, marks and rows. Another generation is another reading. */
export class SheetReading {
  readonly store: SheetColumns
  readonly live: LiveComputation
  readonly health: SheetHealth
  readonly #options: ReadingOptions
  readonly #unsubscribe: () => void
  /** Null: rows have come or gone since somebody asked. */
  #rowData: readonly GridRow[] | null = null
  /** Goes up whenever rows come, go or move. */
  #structure = 0

  /** `onChange`: cells are other than before; `isWide`: also those of other rows than it says may have other marks. */
  constructor(store: SheetColumns, options: ReadingOptions, onChange: (change: StoreChange, isWide: boolean) => void) {
    const { fields, compiled, conditional } = options
    this.#options = options
    this.store = store
    this.live = new LiveComputation(store, fields, compiled)
    this.health = new SheetHealth(
      store,
      fields,
      (slot, { key }) => conditional.has(key) && this.live.computed(slot, conditionKey(key)) === false,
    )
    this.#unsubscribe = store.onChange((change) => onChange(change, this.see(change)))
  }

  destroy(): void {
    this.#unsubscribe()
    this.live.destroy()
  }

  /** True when cells of other rows than these may have got another mark. */
  see({ slots, ordinals, structural }: StoreChange): boolean {
    if (structural) {
      this.#structure++
      this.#rowData = null
    }
    return this.health.see(slots, ordinals, structural)
  }

  /** The rows that exist, in order, the same array until they change. */
  rowData(): readonly GridRow[] {
    this.#rowData ??= atOnce(this.#rowDataInSteps())
    return this.#rowData
  }

  *#rowDataInSteps(): Generator<void, GridRow[]> {
    const { rowIds } = this.store
    const rows: GridRow[] = []
    for (const [i, slot] of this.store.liveSlots().entries()) {
      rows.push(this.#options.row(rowIds[slot] ?? ''))
      if (i % ROWS_PER_STEP === 0) {
        yield
      }
    }
    return rows
  }

  /** What the first look at a large sheet would wait for: its columns, their marks and results, in steps. */
  *prepare(): Generator<void> {
    const { fields, compiled } = this.#options
    yield* this.store.prepare(fields.flatMap(({ type, ordinal }) => (type === 'formula' ? [] : [ordinal])))
    if (compiled.order.length > 0) {
      void this.live.source
      yield
    }
    yield* this.health.lookInSteps()
    this.health.totals()
    yield
    const structure = this.#structure
    const rows = yield* this.#rowDataInSteps()
    if (structure === this.#structure) {
      this.#rowData = rows
    }
  }
}
