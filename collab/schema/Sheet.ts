/**
 * Reading and writing one part. Read: cells beats patches (last wins) beats base.
 * A bulk write deletes the cells entries that it covers and has seen, in the same transaction.
 */
import type * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Column } from './Column.ts'
import { blockOf, MAX_BLOCK_ROWS, type Block } from './block.ts'
import { encodeBlock, type ValueAt } from './encodeBlock.ts'
import { cellKey, layersOf, ORDER, splitCellKey, type Layers } from './layout.ts'

export class Sheet {
  readonly doc: Y.Doc
  readonly layers: Layers
  readonly #base: BlockList
  readonly #patches: BlockList
  readonly #baseChanged = (): void => this.#base.invalidate()
  readonly #patchesChanged = (): void => this.#patches.invalidate()
  readonly #cellsChanged = (): void => this.#lookAtCells()
  /** Whether the cells layer has anything; null = look. Y.Map counts its entries one by one, too slow to ask per cell. */
  #hasCells: boolean | null = null

  constructor(doc: Y.Doc) {
    const layers = layersOf(doc)
    this.doc = doc
    this.layers = layers
    this.#base = new BlockList(() => [...layers.base.keys()].sort().map((id) => layers.base.get(id)!))
    this.#patches = new BlockList(() => layers.patches.toArray())
    layers.base.observe(this.#baseChanged)
    layers.patches.observe(this.#patchesChanged)
    layers.cells.observe(this.#cellsChanged)
  }

  /** Stops following the document. Needed only when the document outlives the sheet. */
  destroy(): void {
    this.layers.base.unobserve(this.#baseChanged)
    this.layers.patches.unobserve(this.#patchesChanged)
    this.layers.cells.unobserve(this.#cellsChanged)
  }

  /** The blocks of the base layer, in their order. */
  base(): readonly Block[] {
    return this.#base.blocks()
  }

  /** The bulk writes, oldest first. */
  patches(): readonly Block[] {
    return this.#patches.blocks()
  }

  /** Where the base layer has a row: its block and its position there, packed as block * MAX_BLOCK_ROWS + position. */
  placeInBase(row: string): number | undefined {
    return this.#base.place(row)
  }

  /** Whether somebody ever gave this row a place; deleted rows are known too. */
  hasRow(row: string): boolean {
    const inBase = this.#base.find(row, ORDER) ?? null // a moved field can bring values of rows that do not exist
    return inBase !== null || this.#patches.has(row) || this.layers.cells.has(cellKey(row, ORDER))
  }

  value(row: string, ordinal: number): CellValue {
    const cell = this.layers.cells.get(cellKey(row, ordinal))
    return cell === undefined ? this.beneath(row, ordinal) : cell
  }

  /** What lies above the base layer: undefined when nothing does, null when the cell was cleared there. */
  overlay(row: string, ordinal: number): CellValue | undefined {
    if (this.#mayHaveCells()) {
      const cell = this.layers.cells.get(cellKey(row, ordinal))
      if (cell !== undefined) {
        return cell
      }
    }
    return this.patches().length === 0 ? undefined : this.#patches.find(row, ordinal)
  }

  /** The value without the cells layer. */
  beneath(row: string, ordinal: number): CellValue {
    const patched = this.#patches.find(row, ordinal)
    return (patched === undefined ? this.#base.find(row, ordinal) : patched) ?? null
  }

  /** Finds out where every row is, a block a step, so that nobody has to wait for it in their first edits. */
  *index(): Generator<void> {
    yield* this.#base.index()
    yield* this.#patches.index()
  }

  /** The same at once. */
  indexAll(): void {
    Array.from(this.index())
  }

  /** Reads the layers anew. Needed only inside a transaction, where the document has not told of its changes yet. */
  refresh(): void {
    this.#base.invalidate()
    this.#patches.invalidate()
    this.#lookAtCells()
  }

  /** The values of a rectangle as they are now, column by column: what a bulk write over these cells replaces. */
  before(rows: readonly string[], ordinals: readonly number[]): CellValue[][] {
    const columns = this.#base.columns(rows, ordinals)
    this.#patches.overlay(columns, rows, ordinals)
    const covered = this.coveredKeys(rows, ordinals)
    if (covered.size > 0) {
      const positions = new Map(rows.map((row, position) => [row, position]))
      for (const key of covered) {
        const { row, ordinal } = splitCellKey(key)
        columns[ordinals.indexOf(ordinal)]![positions.get(row)!] = this.layers.cells.get(key) ?? null
      }
    }
    return columns
  }

  /** Keys of the cells layer inside a rectangle; walks whichever side is smaller. */
  coveredKeys(rows: readonly string[], ordinals: readonly number[]): Set<string> {
    return this.#coveredByWalk(rows, ordinals) ?? this.#coveredByLookUp(rows, ordinals)
  }

  /** Null when there are more entries than cells in the rectangle. */
  #coveredByWalk(rows: readonly string[], ordinals: readonly number[]): Set<string> | null {
    const covered = new Set<string>()
    if (!this.#mayHaveCells()) {
      return covered
    }
    const inRows = new Set(rows)
    const inOrdinals = new Set(ordinals)
    let left = rows.length * ordinals.length
    for (const key of this.layers.cells.keys()) {
      if (left-- === 0) {
        return null
      }
      const cell = splitCellKey(key)
      if (inOrdinals.has(cell.ordinal) && inRows.has(cell.row)) {
        covered.add(key)
      }
    }
    return covered
  }

  #coveredByLookUp(rows: readonly string[], ordinals: readonly number[]): Set<string> {
    const covered = new Set<string>()
    for (const row of rows) {
      for (const ordinal of ordinals) {
        const key = cellKey(row, ordinal)
        if (this.layers.cells.has(key)) {
          covered.add(key)
        }
      }
    }
    return covered
  }

  /** One cell. Clearing writes null; an entry is never deleted alone. */
  set(row: string, ordinal: number, value: CellValue): void {
    this.layers.cells.set(cellKey(row, ordinal), value)
    this.#hasCells = true
  }

  /** One gesture over a rectangle: one packed entry. New rows need a value of ORDER in it. */
  write(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): void {
    this.doc.transact(() => {
      for (const key of this.coveredKeys(rows, ordinals)) {
        this.layers.cells.delete(key)
      }
      this.layers.patches.push([encodeBlock(rows, ordinals, valueAt)]) // `insert` would stand before refused ones
    })
  }

  /** Every cell that is not empty. Complexity: all cells. For tests, hashes and the fold. */
  content(): Map<string, Map<number, CellValue>> {
    const table = new Map<string, Map<number, CellValue>>()
    const put = (row: string, ordinal: number, value: CellValue): void => {
      let cells = table.get(row)
      if (cells === undefined) {
        cells = new Map()
        table.set(row, cells)
      }
      if (value === null) {
        cells.delete(ordinal)
      } else {
        cells.set(ordinal, value)
      }
    }
    for (const block of [...this.base(), ...this.patches()]) {
      for (const ordinal of block.ordinals) {
        const column = block.column(ordinal)
        block.rows.forEach((row, position) => put(row, ordinal, column?.get(position) ?? null))
      }
    }
    this.layers.cells.forEach((value, key) => {
      const cell = splitCellKey(key)
      put(cell.row, cell.ordinal, value)
    })
    return table
  }

  /** Canonical text of the content: equal on every replica that agrees. */
  fingerprint(): string {
    const rows = [...this.content()].map(([row, cells]) => [row, [...cells].sort((a, b) => a[0] - b[0])] as const)
    const filled = rows.filter(([, cells]) => cells.length > 0)
    return JSON.stringify(filled.sort((a, b) => (a[0] < b[0] ? -1 : 1)))
  }

  #lookAtCells(): void {
    if (this.#hasCells === false) {
      this.#hasCells = null
    }
  }

  #mayHaveCells(): boolean {
    this.#hasCells ??= this.layers.cells.keys().next().done !== true
    return this.#hasCells
  }
}

/** Where a row is: block * MAX_BLOCK_ROWS + position, for every block that has it, oldest first. */
type Places = number | number[] | undefined

/** The blocks of one layer and where each row is in them. Grows in place when blocks are only appended. */
class BlockList {
  readonly #read: () => Uint8Array[]
  #blocks: Block[] = []
  #places = new Map<string, number | number[]>()
  /** So many blocks are in `#places`. */
  #placed = 0
  /** What was searched before all of them were. */
  readonly #found = new Map<string, Places>()
  #stale = true

  constructor(read: () => Uint8Array[]) {
    this.#read = read
  }

  invalidate(): void {
    this.#stale = true
  }

  blocks(): readonly Block[] {
    if (this.#stale) {
      this.#stale = false
      this.#update(this.#read().map(blockOf))
    }
    return this.#blocks
  }

  has(row: string): boolean {
    return this.#placesOf(row) !== undefined
  }

  /** In the oldest block that has the row; undefined when none has. */
  place(row: string): number | undefined {
    const places = this.#placesOf(row)
    return typeof places === 'object' ? places[0] : places
  }

  /** Of the newest block that has this row and this column; undefined when none has. */
  find(row: string, ordinal: number): CellValue | undefined {
    const places = this.#placesOf(row)
    const blocks = this.#blocks
    if (places === undefined) {
      return undefined
    }
    if (typeof places === 'number') {
      return valueIn(blocks, places, ordinal)
    }
    for (let i = places.length - 1; i >= 0; i--) {
      const value = valueIn(blocks, places[i]!, ordinal)
      if (value !== undefined) {
        return value
      }
    }
    return undefined
  }

  /** The values of a rectangle, column by column; null where no block has the cell. */
  columns(rows: readonly string[], ordinals: readonly number[]): CellValue[][] {
    const columns = ordinals.map(() => rows.map((): CellValue => null))
    this.overlay(columns, rows, ordinals)
    return columns
  }

  /** Writes the values that these blocks have over the given ones. Each row is looked up once. */
  overlay(columns: CellValue[][], rows: readonly string[], ordinals: readonly number[]): void {
    const blocks = this.blocks()
    if (blocks.length === 0) {
      return
    }
    /** By number of the block. */
    const held: (Column | undefined)[][] = []
    rows.forEach((row, position) => {
      const places = this.#placesOf(row)
      if (places === undefined) {
        return
      }
      for (const place of typeof places === 'number' ? [places] : places) {
        const number = Math.floor(place / MAX_BLOCK_ROWS)
        const own = (held[number] ??= ordinals.map((ordinal) => blocks[number]!.column(ordinal)))
        for (let c = 0; c < own.length; c++) {
          const column = own[c]
          if (column !== undefined) {
            columns[c]![position] = column.get(place % MAX_BLOCK_ROWS)
          }
        }
      }
    })
  }

  *index(): Generator<void> {
    for (let blocks = this.blocks(); this.#placed < blocks.length; blocks = this.blocks()) {
      this.#placeNext(blocks)
      yield
    }
  }

  #update(next: Block[]): void {
    const appended = this.#blocks.every((block, i) => next[i] === block)
    if (!appended) {
      this.#places = new Map()
      this.#placed = 0
    }
    if (next.length !== this.#blocks.length || !appended) {
      this.#found.clear()
    }
    this.#blocks = next
  }

  /**
   * To index a large sheet takes longer than a person should wait for their first edit, so it is done block by block, one
   * with each row that is new here; what is not indexed yet is searched.
   */
  #placesOf(row: string): Places {
    const blocks = this.blocks()
    if (this.#placed === blocks.length) {
      return this.#places.get(row)
    }
    if (!this.#found.has(row)) {
      this.#placeNext(blocks)
      this.#found.set(row, this.#search(row, blocks))
    }
    return this.#found.get(row)
  }

  #placeNext(blocks: readonly Block[]): void {
    const first = this.#placed * MAX_BLOCK_ROWS
    blocks[this.#placed++]!.rows.forEach((row, position) => this.#put(row, first + position))
  }

  #search(row: string, blocks: readonly Block[]): Places {
    let places = this.#places.get(row)
    for (let b = this.#placed; b < blocks.length; b++) {
      const position = blocks[b]!.rows.indexOf(row)
      if (position >= 0) {
        const place = b * MAX_BLOCK_ROWS + position
        places = places === undefined ? place : [places, place].flat()
      }
    }
    return places
  }

  #put(row: string, place: number): void {
    const places = this.#places.get(row)
    if (places === undefined) {
      this.#places.set(row, place)
    } else if (typeof places === 'number') {
      this.#places.set(row, [places, place])
    } else {
      places.push(place)
    }
  }
}

/** Undefined when the block has no such column; null when the cell is empty in it. */
function valueIn(blocks: readonly Block[], place: number, ordinal: number): CellValue | undefined {
  return blocks[Math.floor(place / MAX_BLOCK_ROWS)]!.column(ordinal)?.get(place % MAX_BLOCK_ROWS)
}
