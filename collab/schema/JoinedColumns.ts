/** Several parts of one sheet as one set of columns: rows, slots and order of the common part, fields of all of them. */
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ColumnStore } from './ColumnStore.ts'
import type { StoreChange, StoreListener } from './storeChange.ts'
import { StoreColumn } from './StoreColumn.ts'

/** What reads a sheet: the columns of one part, or of several that were joined. */
export type SheetColumns = Pick<
  ColumnStore,
  'rowIds' | 'ordinals' | 'slotOf' | 'liveSlots' | 'prepare' | 'value' | 'numbers' | 'kinds' | 'codes' | 'onChange'
>

/** A part that holds fields only some may read, and which of its fields count. Its own rows and their order mean nothing. */
export interface SidePart {
  store: ColumnStore
  ordinals: ReadonlySet<number>
}

export interface JoinedSheet {
  columns: SheetColumns
  /** Stops following the parts. */
  release(): void
}

/** One part is its own join: nothing stands between it and its readers. */
export function joinColumns(common: ColumnStore, sides: readonly SidePart[]): JoinedSheet {
  if (sides.length === 0) {
    return { columns: common, release: () => {} }
  }
  const columns = new JoinedColumns(common, sides)
  return { columns, release: () => columns.release() }
}

class JoinedColumns implements SheetColumns {
  readonly #common: ColumnStore
  readonly #sides: readonly Side[]
  readonly #sideOf: ReadonlyMap<number, Side>
  readonly #listeners = new Set<StoreListener>()
  readonly #subscriptions: (() => void)[]
  #knownRows: number

  constructor(common: ColumnStore, sides: readonly SidePart[]) {
    this.#common = common
    this.#knownRows = common.rowIds.length
    this.#sides = sides.map((side) => new Side(common, side))
    this.#sideOf = new Map(this.#sides.flatMap((side) => [...side.fields].map((ordinal) => [ordinal, side] as const)))
    this.#subscriptions = [
      common.onChange((change) => this.#seeCommon(change)),
      ...this.#sides.map((side) => side.store.onChange((change) => this.#seeSide(side, change))),
    ]
  }

  get rowIds(): readonly string[] {
    return this.#common.rowIds
  }

  get ordinals(): ReadonlySet<number> {
    const own = [...this.#common.ordinals].filter((ordinal) => !this.#sideOf.has(ordinal))
    return new Set([...own, ...this.#sides.flatMap((side) => side.written())])
  }

  slotOf(rowId: string): number | undefined {
    return this.#common.slotOf(rowId)
  }

  liveSlots(): Uint32Array {
    return this.#common.liveSlots()
  }

  *prepare(ordinals: Iterable<number> = []): Generator<void> {
    const all = [...ordinals]
    yield* this.#common.prepare(all.filter((ordinal) => !this.#sideOf.has(ordinal)))
    for (const side of this.#sides) {
      const own = all.filter((ordinal) => this.#sideOf.get(ordinal) === side)
      yield* side.store.prepare(own)
      for (const ordinal of own) {
        side.column(ordinal)
        yield
      }
    }
  }

  value(slot: number, ordinal: number): CellValue {
    const side = this.#sideOf.get(ordinal)
    return side === undefined ? this.#common.value(slot, ordinal) : side.value(slot, ordinal)
  }

  numbers(ordinal: number): Float64Array {
    return this.#sideOf.get(ordinal)?.column(ordinal).numbers ?? this.#common.numbers(ordinal)
  }

  kinds(ordinal: number): Uint8Array {
    return this.#sideOf.get(ordinal)?.column(ordinal).kinds ?? this.#common.kinds(ordinal)
  }

  codes(ordinal: number): { dictionary: readonly string[]; index: Uint32Array } {
    return this.#sideOf.get(ordinal)?.column(ordinal) ?? this.#common.codes(ordinal)
  }

  onChange(listener: StoreListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  release(): void {
    this.#subscriptions.forEach((unsubscribe) => unsubscribe())
    this.#listeners.clear()
  }

  #seeCommon(change: StoreChange): void {
    const known = this.#knownRows
    const rows = this.#common.rowIds.length
    this.#knownRows = rows
    if (change.slots === 'all' || change.ordinals === 'all') {
      this.#sides.forEach((side) => side.forget())
      this.#tell(change)
      return
    }
    const ordinals = new Set(change.ordinals)
    for (const side of this.#sides) {
      ordinals.forEach((ordinal) => side.fields.has(ordinal) && ordinals.delete(ordinal))
    }
    for (const side of this.#sides) {
      side.addRows(known, rows).forEach((ordinal) => ordinals.add(ordinal))
    }
    if (ordinals.size > 0 || change.structural) {
      this.#tell({ ...change, ordinals })
    }
  }

  #seeSide(side: Side, change: StoreChange): void {
    if (change.slots === 'all' || change.ordinals === 'all') {
      side.forget()
      this.#tell({ slots: 'all', ordinals: 'all', structural: false, local: change.local })
      return
    }
    const ordinals = new Set([...change.ordinals].filter((ordinal) => side.fields.has(ordinal)))
    const slots = side.follow(change.slots, ordinals)
    if (slots.size > 0 && ordinals.size > 0) {
      this.#tell({ slots, ordinals, structural: false, local: change.local })
    }
  }

  #tell(change: StoreChange): void {
    for (const listener of this.#listeners) {
      listener(change)
    }
  }
}

/** The fields of one side part by the slots of the common part. A column is laid out when it is first asked for as a whole. */
class Side {
  readonly store: ColumnStore
  readonly fields: ReadonlySet<number>
  readonly #common: ColumnStore
  readonly #columns = new Map<number, StoreColumn>()

  constructor(common: ColumnStore, { store, ordinals }: SidePart) {
    this.#common = common
    this.store = store
    this.fields = ordinals
  }

  /** Its fields in which some row has or had a value. */
  written(): number[] {
    return [...this.store.ordinals].filter((ordinal) => this.fields.has(ordinal))
  }

  value(slot: number, ordinal: number): CellValue {
    const column = this.#columns.get(ordinal)
    if (column !== undefined) {
      return column.get(slot)
    }
    const at = this.#placeOf(slot)
    return at === undefined ? null : this.store.value(at, ordinal)
  }

  column(ordinal: number): StoreColumn {
    const known = this.#columns.get(ordinal)
    if (known !== undefined) {
      return known
    }
    const column = new StoreColumn(Math.max(64, this.#common.rowIds.length))
    const kinds = this.store.kinds(ordinal)
    this.store.rowIds.forEach((row, at) => {
      const slot = kinds[at] === 0 ? undefined : this.#common.slotOf(row)
      if (slot !== undefined) {
        column.set(slot, this.store.value(at, ordinal))
      }
    })
    this.#columns.set(ordinal, column)
    return column
  }

  /** Everything may have changed: columns are laid out anew when they are asked for. */
  forget(): void {
    this.#columns.clear()
  }

  /** The common part has new rows. Gives the fields of this part that have something to say about them. */
  addRows(from: number, to: number): ReadonlySet<number> {
    const told = new Set<number>()
    if (to === from) {
      return told
    }
    for (const column of this.#columns.values()) {
      if (to > column.kinds.length) {
        column.grow(Math.ceil(to * 1.5))
      }
    }
    const written = this.written()
    for (let slot = from; slot < to; slot++) {
      const at = this.#placeOf(slot)
      if (at !== undefined) {
        for (const ordinal of written) {
          told.add(ordinal)
          this.#columns.get(ordinal)?.set(slot, this.store.value(at, ordinal))
        }
      }
    }
    return told
  }

  /** Cells of this part changed. Gives the slots of their rows in the common part. */
  follow(places: ReadonlySet<number>, ordinals: ReadonlySet<number>): Set<number> {
    const slots = new Set<number>()
    for (const at of places) {
      const row = this.store.rowIds[at]
      const slot = row === undefined ? undefined : this.#common.slotOf(row)
      if (slot !== undefined) {
        slots.add(slot)
        for (const ordinal of ordinals) {
          this.#columns.get(ordinal)?.set(slot, this.store.value(at, ordinal))
        }
      }
    }
    return slots
  }

  #placeOf(slot: number): number | undefined {
    const row = this.#common.rowIds[slot]
    return row === undefined ? undefined : this.store.slotOf(row)
  }
}
