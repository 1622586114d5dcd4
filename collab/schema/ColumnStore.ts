import type * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { MAX_BLOCK_ROWS, type Block } from './block.ts'
import { atOnce } from './inSlices.ts'
import { DELETED, ORDER, splitCellKey } from './layout.ts'
import { RowOrder } from './RowOrder.ts'
import type { Sheet } from './Sheet.ts'
import type { StoreChange, StoreListener } from './storeChange.ts'
import { StoreColumn } from './StoreColumn.ts'
import { Touched } from './Touched.ts'

const FIRST_CAPACITY = 64

/**
 * The sheet as columns: one slot per row, slots never move, arrays grow (so take them again after a change). Kept up to
 * date from Yjs events. A column is decoded when it is first asked for.
 */
export class ColumnStore {
  readonly #sheet: Sheet
  readonly #rowIds: string[] = []
  /** Of rows that the base layer does not have; where it has the others, the sheet knows. */
  readonly #added = new Map<string, number>()
  readonly #columns = new Map<number, StoreColumn>()
  readonly #listeners = new Set<StoreListener>()
  #order: RowOrder
  #base: readonly Block[] = []
  /** First slot of each base block, in block order; its rows follow. */
  readonly #starts: number[] = []
  #patches: readonly Block[] = []
  #capacity = FIRST_CAPACITY
  #baseChanged = false
  #patchesChanged = false
  #changedKeys = new Set<string>()
  readonly #ordinals = new Set<number>()
  #changes = 0

  constructor(sheet: Sheet) {
    this.#sheet = sheet
    this.#order = new RowOrder(this)
    this.#reload()
    sheet.layers.base.observe(this.#seeBase)
    sheet.layers.patches.observe(this.#seePatches)
    sheet.layers.cells.observe(this.#seeCells)
    sheet.doc.on('afterTransaction', this.#flush)
  }

  /** Slot -> row id, deleted rows included. */
  get rowIds(): readonly string[] {
    return this.#rowIds
  }

  /** Every field in which some row has or had a value. */
  get ordinals(): ReadonlySet<number> {
    return this.#ordinals
  }

  slotOf(rowId: string): number | undefined {
    const place = this.#sheet.placeInBase(rowId)
    return place === undefined
      ? this.#added.get(rowId)
      : this.#starts[Math.floor(place / MAX_BLOCK_ROWS)]! + (place % MAX_BLOCK_ROWS)
  }

  /** Slots of the rows that exist (have an order, are not deleted), in sheet order: by order key, then row id. */
  liveSlots(): Uint32Array {
    return this.#order.slots()
  }

  /** What reading these columns and the first edits would wait for in a large sheet, in steps of some milliseconds. */
  *prepare(ordinals: Iterable<number> = []): Generator<void> {
    yield
    for (const block of this.#base) {
      block.column(ORDER)
      yield
    }
    this.liveSlots()
    yield* this.#sheet.index()
    for (const ordinal of ordinals) {
      const changes = this.#changes
      const column = this.#columns.get(ordinal) ?? (yield* this.#columnInSteps(ordinal))
      if (changes === this.#changes) {
        this.#columns.set(ordinal, column)
      } else {
        this.#column(ordinal) // in one go: others may not stop writing
      }
    }
  }

  value(slot: number, ordinal: number): CellValue {
    const column = this.#columns.get(ordinal)
    return column === undefined ? this.#read(slot, ordinal) : column.get(slot)
  }

  /** By slot; NaN = no number there. At least as long as `rowIds`. */
  numbers(ordinal: number): Float64Array {
    return this.#column(ordinal).numbers
  }

  /** By slot: 0 empty, 1 number, 2 text, 3 boolean, 4 list. */
  kinds(ordinal: number): Uint8Array {
    return this.#column(ordinal).kinds
  }

  /** Texts by slot; index 0 = no text, else `dictionary[index - 1]`. */
  codes(ordinal: number): { dictionary: readonly string[]; index: Uint32Array } {
    return this.#column(ordinal)
  }

  /** Called once per Yjs transaction that changed something. Returns the unsubscribe function. */
  onChange(listener: StoreListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    const { layers, doc } = this.#sheet
    layers.base.unobserve(this.#seeBase)
    layers.patches.unobserve(this.#seePatches)
    layers.cells.unobserve(this.#seeCells)
    doc.off('afterTransaction', this.#flush)
    this.#listeners.clear()
  }

  readonly #seeBase = (): void => {
    this.#baseChanged = true
  }

  readonly #seePatches = (): void => {
    this.#patchesChanged = true
  }

  readonly #seeCells = (event: Y.YMapEvent<CellValue>): void => {
    for (const key of event.keysChanged) {
      this.#changedKeys.add(key)
    }
  }

  readonly #flush = (transaction: Y.Transaction): void => {
    if (!this.#baseChanged && !this.#patchesChanged && this.#changedKeys.size === 0) {
      return
    }
    this.#changes++
    const keys = this.#changedKeys
    const wasBase = this.#baseChanged
    const wasPatches = this.#patchesChanged
    this.#changedKeys = new Set()
    this.#baseChanged = false
    this.#patchesChanged = false
    if (wasBase) {
      this.#reload()
      this.#tell({ slots: 'all', ordinals: 'all', structural: true, local: transaction.local })
      return
    }
    const touched = new Touched(this.#rowIds.length)
    if (wasPatches) {
      this.#followPatches(touched)
    }
    for (const key of keys) {
      this.#followCell(key, touched)
    }
    const structural =
      this.#rowIds.length > touched.knownRows || touched.ordinals.has(ORDER) || touched.ordinals.has(DELETED)
    if (structural) {
      this.#order.update(touched.slots)
    }
    this.#tell({ slots: touched.slots, ordinals: touched.ordinals, structural, local: transaction.local })
  }

  #tell(change: StoreChange): void {
    for (const listener of this.#listeners) {
      listener(change)
    }
  }

  #followCell(key: string, touched: Touched): void {
    const { row, ordinal } = splitCellKey(key)
    const slot = this.#slotFor(row)
    touched.slots.add(slot)
    touched.ordinals.add(ordinal)
    if (this.#sheet.layers.cells.has(key)) {
      this.#ordinals.add(ordinal) // a write that was refused leaves its key behind, but no value was ever there
    }
    this.#columns.get(ordinal)?.set(slot, this.#sheet.value(row, ordinal))
  }

  #followPatches(touched: Touched): void {
    const before = this.#patches
    const after = this.#sheet.patches()
    this.#patches = after
    const appended = before.every((patch, i) => after[i] === patch)
    if (appended) {
      for (const patch of after.slice(before.length)) {
        this.#load(patch, touched)
        this.#reread(this.#sheet.coveredKeys(patch.rows, patch.ordinals), touched)
      }
      return
    }
    const [known, kept] = [new Set(before), new Set(after)]
    for (const patch of [...after.filter((one) => !known.has(one)), ...before.filter((one) => !kept.has(one))]) {
      this.#rereadBlock(patch, touched)
    }
  }

  #reread(keys: ReadonlySet<string>, touched: Touched): void {
    for (const key of keys) {
      this.#followCell(key, touched)
    }
  }

  /** After a patch that is not the newest, or is gone: what counts now is asked for cell by cell. */
  #rereadBlock(block: Block, touched: Touched): void {
    for (const row of block.rows) {
      const slot = this.#slotFor(row)
      touched.slots.add(slot)
      for (const ordinal of block.ordinals) {
        touched.ordinals.add(ordinal)
        this.#ordinals.add(ordinal)
        this.#columns.get(ordinal)?.set(slot, this.#sheet.value(row, ordinal))
      }
    }
  }

  #load(block: Block, touched: Touched | null): void {
    const slots = Uint32Array.from(block.rows, (row) => this.#slotFor(row))
    if (touched !== null) {
      slots.forEach((slot) => touched.slots.add(slot))
    }
    for (const ordinal of block.ordinals) {
      touched?.ordinals.add(ordinal)
      this.#ordinals.add(ordinal)
      const column = block.column(ordinal)
      if (column !== undefined) {
        this.#columns.get(ordinal)?.load(column, slots)
      }
    }
  }

  // --- columns and slots ---

  /** A large document comes block by block: as long as there is nothing else, those that came last are added. */
  #reload(): void {
    const base = this.#sheet.base()
    const isLonger = this.#added.size === 0 && this.#base.every((block, b) => base[b] === block)
    const known = isLonger ? this.#base.length : 0
    this.#columns.clear()
    this.#added.clear()
    this.#rowIds.length = known === 0 ? 0 : this.#rowIds.length
    this.#starts.length = known
    this.#base = base
    this.#patches = this.#sheet.patches()
    this.#ordinals.clear()
    base.forEach(({ ordinals }) => this.#addOrdinals(ordinals))
    for (const { rows } of base.slice(known)) {
      this.#starts.push(this.#rowIds.length)
      for (const row of rows) {
        this.#rowIds.push(row)
      }
    }
    this.#capacity = Math.max(FIRST_CAPACITY, this.#rowIds.length)
    const above = new Set<string>()
    for (const { rows, ordinals } of this.#patches) {
      this.#addOrdinals(ordinals)
      rows.forEach((row) => above.add(row))
    }
    for (const key of this.#sheet.layers.cells.keys()) {
      const { row, ordinal } = splitCellKey(key)
      above.add(row)
      this.#ordinals.add(ordinal)
    }
    this.#addRows(above)
    this.#order = new RowOrder(this)
  }

  /** Rows that the base does not have get slots of their own. Looking each of them up would index the whole sheet. */
  #addRows(rows: Set<string>): void {
    if (rows.size > 0) {
      for (let slot = 0; slot < this.#rowIds.length; slot++) {
        rows.delete(this.#rowIds[slot]!)
      }
      rows.forEach((row) => this.#addRow(row))
    }
  }

  #addOrdinals(ordinals: readonly number[]): void {
    for (const ordinal of ordinals) {
      this.#ordinals.add(ordinal)
    }
  }

  /** A cell of a column that nobody has asked for as a whole. */
  #read(slot: number, ordinal: number): CellValue {
    const row = this.#rowIds[slot]
    if (row === undefined) {
      return null
    }
    const written = this.#sheet.overlay(row, ordinal)
    if (written !== undefined) {
      return written
    }
    const block = this.#blockOf(slot)
    return block < 0 ? null : (this.#base[block]!.column(ordinal)?.get(slot - this.#starts[block]!) ?? null)
  }

  /** The base block whose rows include this slot, or -1. */
  #blockOf(slot: number): number {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= slot) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low <= high && slot - this.#starts[low]! < this.#base[low]!.rows.length ? low : -1
  }

  orderKey(slot: number): string | null {
    const key = this.value(slot, ORDER)
    return typeof key === 'string' && this.value(slot, DELETED) !== true ? key : null
  }

  orderKeys(): (string | null)[] {
    const keys = Array.from<string | null>({ length: this.#rowIds.length }).fill(null)
    this.#base.forEach((block, b) => {
      const [orders, deleted] = [block.column(ORDER), block.column(DELETED)]
      const start = this.#starts[b]!
      for (let row = 0; row < block.rows.length; row++) {
        const key = orders?.get(row)
        keys[start + row] = typeof key === 'string' && deleted?.get(row) !== true ? key : null
      }
    })
    for (const patch of this.#patches) {
      if (patch.has(ORDER) || patch.has(DELETED)) {
        for (const row of patch.rows) {
          const slot = this.#slotFor(row)
          keys[slot] = this.orderKey(slot)
        }
      }
    }
    for (const key of this.#sheet.layers.cells.keys()) {
      const { row, ordinal } = splitCellKey(key)
      if (ordinal === ORDER || ordinal === DELETED) {
        const slot = this.#slotFor(row)
        keys[slot] = this.orderKey(slot)
      }
    }
    return keys
  }

  #column(ordinal: number): StoreColumn {
    const column = this.#columns.get(ordinal) ?? atOnce(this.#columnInSteps(ordinal))
    this.#columns.set(ordinal, column)
    return column
  }

  *#columnInSteps(ordinal: number): Generator<void, StoreColumn> {
    const column = new StoreColumn(this.#capacity)
    for (const [b, block] of this.#base.entries()) {
      const part = block.column(ordinal)
      if (part !== undefined) {
        column.loadRun(part, this.#starts[b]!, block.rows.length)
        yield
      }
    }
    for (const block of this.#patches) {
      const part = block.column(ordinal)
      if (part !== undefined) {
        column.load(
          part,
          Uint32Array.from(block.rows, (row) => this.#slotFor(row)),
        )
      }
    }
    this.#sheet.layers.cells.forEach((value, key) => {
      const cell = splitCellKey(key)
      if (cell.ordinal === ordinal) {
        column.set(this.#slotFor(cell.row), value)
      }
    })
    return column
  }

  #slotFor(row: string): number {
    return this.slotOf(row) ?? this.#addRow(row)
  }

  #addRow(row: string): number {
    const slot = this.#rowIds.push(row) - 1
    this.#added.set(row, slot)
    if (slot >= this.#capacity) {
      this.#capacity = Math.ceil(this.#capacity * 1.5)
      for (const column of this.#columns.values()) {
        column.grow(this.#capacity)
      }
    }
    return slot
  }
}
