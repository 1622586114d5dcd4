import { isGroupId } from './groups/groupId.ts'

/** A cell by ids, never by position: it stays the same cell when others insert, sort or remove rows. */
export interface CellRef {
  row: string
  /** Key of the field. */
  key: string
}

/** Positions among the rows and columns on display, both ends inside. Columns in reading order, without row numbers. */
export interface Rect {
  r0: number
  r1: number
  c0: number
  c1: number
}

export type RangeKind = 'cells' | 'rows' | 'columns' | 'all'

export interface Range {
  /** Where the range began. */
  anchor: CellRef
  /** Where it was drawn to. */
  head: CellRef
  kind: RangeKind
}

/** What is on display now. */
export interface GridView {
  rowCount(): number
  /** -1 when the row is not on display. */
  rowIndex(row: string): number
  rowAt(index: number): string | null
  /** Keys in reading order. */
  columns(): readonly string[]
}

/** What is selected: ranges by the ids of their corners, and one active cell. Positions are looked up when needed. */
export class Selection {
  readonly #view: GridView
  readonly #listeners = new Set<() => void>()
  #ranges: readonly Range[] = []
  #active: CellRef | null = null
  #tabbedFrom: string | null = null

  constructor(view: GridView) {
    this.#view = view
  }

  get view(): GridView {
    return this.#view
  }

  get ranges(): readonly Range[] {
    return this.#ranges
  }

  /** The range that Shift extends. */
  get last(): Range | null {
    return this.#ranges.at(-1) ?? null
  }

  get active(): CellRef | null {
    return this.#active
  }

  /** The column in which tabbing began, to which Enter returns; null when the last step was no tab. */
  get tabbedFrom(): string | null {
    return this.#tabbedFrom
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(anchor: CellRef, head: CellRef = anchor, kind: RangeKind = 'cells', add = false): void {
    const range: Range = { anchor, head, kind }
    this.#ranges = add ? [...this.#ranges, range] : [range]
    this.#active = anchor
    this.#tabbedFrom = null
    this.#tell()
  }

  /** Chooses the cell that Tab goes to. */
  tabTo(cell: CellRef): void {
    const from = this.#tabbedFrom ?? this.#active?.key ?? null
    this.set(cell)
    this.#tabbedFrom = from
  }

  /** Puts back what `memory` gave. */
  restore(memory: { ranges: readonly Range[]; active: CellRef | null }): void {
    this.#ranges = memory.ranges
    this.#active = memory.active
    this.#tell()
  }

  memory(): { ranges: readonly Range[]; active: CellRef | null } {
    return { ranges: this.#ranges, active: this.#active }
  }

  extend(head: CellRef, kind?: RangeKind): void {
    const { last } = this
    if (last === null) {
      this.set(head)
      return
    }
    this.#ranges = [...this.#ranges.slice(0, -1), { ...last, head, kind: kind ?? last.kind }]
    this.#tell()
  }

  /** Moves the active cell inside the ranges (Tab and Enter in a selection). */
  moveActive(cell: CellRef): void {
    this.#active = cell
    this.#tell()
  }

  collapse(): void {
    if (this.#active !== null) {
      this.set(this.#active)
    }
  }

  selectAll(): void {
    const first = this.#active ?? this.ref(0, 0)
    if (first !== null) {
      this.set(first, first, 'all')
    }
  }

  /** The cell at a position; null when there is none. */
  ref(r: number, c: number): CellRef | null {
    const row = this.#view.rowAt(r)
    const key = this.#view.columns()[c]
    return row === null || key === undefined ? null : { row, key }
  }

  position(cell: CellRef): { r: number; c: number } {
    return { r: this.#view.rowIndex(cell.row), c: this.#view.columns().indexOf(cell.key) }
  }

  /** Null when nothing of the range is on display. A corner that is gone shrinks the range to the other one. */
  rect(range: Range): Rect | null {
    const rows = this.#view.rowCount()
    const columns = this.#view.columns().length
    if (rows === 0 || columns === 0) {
      return null
    }
    const [a, b] = [this.position(range.anchor), this.position(range.head)]
    const wholeRows = range.kind === 'rows' || range.kind === 'all'
    const wholeColumns = range.kind === 'columns' || range.kind === 'all'
    const [r0, r1] = wholeColumns ? [0, rows - 1] : span(a.r, b.r)
    const [c0, c1] = wholeRows ? [0, columns - 1] : span(a.c, b.c)
    return r0 < 0 || c0 < 0 ? null : { r0, r1, c0, c1 }
  }

  /** Whether the range that Shift extends is one cell; Tab and Enter go round in every larger one. */
  isOneCell(): boolean {
    const rect = this.last === null ? null : this.rect(this.last)
    return rect !== null && rect.r0 === rect.r1 && rect.c0 === rect.c1
  }

  rects(): Rect[] {
    return this.#ranges.flatMap((range) => this.rect(range) ?? [])
  }

  /** Whether the row at a position was chosen as a whole, by its number. */
  isWholeRow(index: number): boolean {
    return this.#ranges.some((range) => {
      const rect = range.kind === 'rows' ? this.rect(range) : null
      return rect !== null && index >= rect.r0 && index <= rect.r1
    })
  }

  /** The next row of the sheet from this position on in this direction, itself among them; heads of groups are none. */
  dataFrom(r: number, step: number): number | null {
    const rows = this.#view.rowCount()
    for (let at = r; at >= 0 && at < rows; at += Math.sign(step)) {
      if (!this.isHead(at)) {
        return at
      }
    }
    return null
  }

  /** Whether the row at a position heads a group. It can be active, and holds no cells of the sheet. */
  isHead(r: number): boolean {
    return isGroupId(this.#view.rowAt(r))
  }

  /** Number of cells of the sheet; those of overlapping ranges count once per range. */
  size(): number {
    const isGrouped = this.isHead(0)
    return this.rects().reduce((sum, { r0, r1, c0, c1 }) => {
      let rows = r1 - r0 + 1
      for (let r = r0; isGrouped && r <= r1; r++) {
        rows -= this.isHead(r) ? 1 : 0
      }
      return sum + rows * (c1 - c0 + 1)
    }, 0)
  }

  /** Every selected cell once, row by row; heads of groups have none. */
  cells(): Generator<CellRef> {
    return this.cellsIn(...this.rects())
  }

  /** Every cell of these rectangles once, row by row: of the rows that are there when this is called. */
  cellsIn(...rects: readonly Rect[]): Generator<CellRef> {
    const keys = this.#view.columns()
    return cellsOf(
      rects.map((rect) => ({ rect, rows: this.#rowsIn(rect) })),
      keys,
    )
  }

  #rowsIn({ r0, r1 }: Rect): string[] {
    const rows: string[] = []
    for (let r = r0; r <= r1; r++) {
      const row = this.#view.rowAt(r)
      if (row !== null && !isGroupId(row)) {
        rows.push(row)
      }
    }
    return rows
  }

  /** Rows of the sheet with at least one selected cell, from top to bottom. */
  rows(): string[] {
    const indexes = new Set<number>()
    for (const rect of this.rects()) {
      for (let r = rect.r0; r <= rect.r1; r++) {
        indexes.add(r)
      }
    }
    const rows = [...indexes].sort((a, b) => a - b).flatMap((r) => this.#view.rowAt(r) ?? [])
    return rows.filter((row) => !isGroupId(row))
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener()
    }
  }
}

function* cellsOf(
  blocks: readonly { rect: Rect; rows: readonly string[] }[],
  keys: readonly string[],
): Generator<CellRef> {
  const seen = blocks.length > 1 ? new Set<string>() : null
  for (const { rect, rows } of blocks) {
    for (const row of rows) {
      for (let c = rect.c0; c <= rect.c1; c++) {
        const key = keys[c]
        const mark = seen === null ? '' : `${row}:${c}`
        if (key !== undefined && seen?.has(mark) !== true) {
          seen?.add(mark)
          yield { row, key }
        }
      }
    }
  }
}

function span(a: number, b: number): [number, number] {
  if (a < 0 || b < 0) {
    const known = Math.max(a, b)
    return [known, known]
  }
  return [Math.min(a, b), Math.max(a, b)]
}
