import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { RowPlace } from '#collab/binding/rowPlaces.ts'
import type { Gesture } from '#collab/binding/SheetEditing.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import type { GestureOptions } from '../GridGestures.ts'
import { isGroupId } from '../groups/groupId.ts'
import type { CellRef, Selection } from '../Selection.ts'

interface RowPorts {
  /** `then` learns how many cells were written. */
  apply: (gesture: Gesture, then: (cells: number) => void) => void
  /** Brings a cell into view and gives it the keyboard. */
  focus: (cell: CellRef) => void
}

/** Adds, duplicates, moves and deletes whole rows. */
export class RowGestures {
  readonly #options: GestureOptions
  readonly #selection: Selection
  readonly #ports: RowPorts

  constructor(options: GestureOptions, selection: Selection, ports: RowPorts) {
    this.#options = options
    this.#selection = selection
    this.#ports = ports
  }

  /** A new row behind the active one; at the end when nothing is chosen. */
  add(): void {
    const { active } = this.#selection
    const row = active === null ? null : isGroupId(active.row) ? this.#rowsOfGroup(active.row).at(-1) : active.row
    this.#insert(1, row ? { behind: row } : 'end')
  }

  /** As many new rows as are selected, above them. */
  insertAbove(): void {
    const rows = this.#inOrder()
    const { active } = this.#selection
    const first = rows[0] ?? (active === null ? undefined : this.#rowsOfGroup(active.row)[0])
    this.#insert(Math.max(1, rows.length), first === undefined ? 'end' : { before: first })
  }

  /** The selected rows once more behind the last of them, with all values that may be written. */
  duplicate(): void {
    const rows = this.#inOrder()
    const last = rows.at(-1)
    if (!this.#options.mayAddRows() || last === undefined) {
      return
    }
    const model = this.#options.model()
    const fields = model.fields.filter(this.#options.isWritable)
    const ids = newRowIds(rows.length)
    const writes: CellWrite[] = rows.flatMap((from, i) =>
      fields.flatMap(({ ordinal }) => {
        const value = model.stored(from, ordinal)
        return value === null ? [] : [{ row: ids[i]!, ordinal, value }]
      }),
    )
    this.#ports.apply({ kind: 'rows-added', newRows: { ids, place: { behind: last } }, writes }, () => {
      this.#choose(ids)
      this.#options.tell({ kind: 'rows-duplicated', rows: rows.length })
    })
  }

  delete(): void {
    const rows = this.#selection.rows()
    if (!this.#options.mayAddRows() || rows.length === 0) {
      return
    }
    const { active, view } = this.#selection
    const at = active === null ? 0 : Math.max(0, view.rowIndex(rows[0] ?? ''))
    this.#ports.apply({ deleteRows: rows }, () => {
      const next = this.#selection.ref(Math.min(at, view.rowCount() - 1), 0)
      if (next !== null) {
        const cell = { row: next.row, key: active?.key ?? next.key }
        this.#selection.set(cell)
        this.#ports.focus(cell)
      }
      this.#options.tell({ kind: 'rows-deleted', rows: rows.length })
    })
  }

  /** Whether rows can go elsewhere now; if not, says why. */
  canMove(): boolean {
    const why = this.#options.mayAddRows() ? (this.#options.rows().isPlain ? null : 'view') : 'rights'
    if (why !== null) {
      this.#options.tell({ kind: 'rows-not-moved', why })
    }
    return why === null
  }

  /** The selected rows go above the row at this position of the display (behind the last one: to the end), together. */
  moveTo(gap: number): void {
    const rows = this.#inOrder()
    if (rows.length === 0 || !this.canMove()) {
      return
    }
    const { view } = this.#selection
    const going = new Set(rows)
    let at = gap
    while (going.has(view.rowAt(at) ?? '')) {
      at++
    }
    const below = view.rowAt(at)
    const place: RowPlace = below === null ? 'end' : { before: below }
    this.#ports.apply({ kind: 'rows-moved', moveRows: { rows, place } }, (cells) => {
      if (cells > 0) {
        this.#options.tell({ kind: 'rows-moved', rows: rows.length })
      }
    })
  }

  /** One up or down. */
  moveBy(step: -1 | 1): void {
    const { view, active } = this.#selection
    const indexes = this.#inOrder().map((row) => view.rowIndex(row))
    const [first, last] = [indexes[0], indexes.at(-1)]
    if (first === undefined || last === undefined) {
      return
    }
    this.moveTo(step < 0 ? Math.max(0, first - 1) : Math.min(view.rowCount(), last + 2))
    if (active !== null) {
      this.#ports.focus(active)
    }
  }

  #rowsOfGroup(head: string): string[] {
    const { groups } = this.#options.rows()
    return (groups.head(head)?.parts ?? []).flatMap((rows) => rows.map(({ id }) => id))
  }

  /** Under a filter by place they get what it asks for, and in a group what its rows have in common. */
  #insert(count: number, place: RowPlace): void {
    if (!this.#options.mayAddRows()) {
      return
    }
    const filter = this.#options.filter()
    const ids = newRowIds(count)
    const wanted = { site: filter?.site ?? null, month: filter?.month ?? null }
    const fields = this.#options.model().fields.filter(this.#options.isWritable)
    const { active } = this.#selection
    const inGroup = active === null ? null : this.#options.rows().groups.valuesAt(active.row)
    const writes: CellWrite[] = ids.flatMap((row) =>
      fields.flatMap(({ key, ordinal, role }) => {
        const place = role === 'site' ? wanted.site : role === 'month' ? wanted.month : null
        const value = place ?? inGroup?.get(key) ?? null
        return value === null ? [] : [{ row, ordinal, value }]
      }),
    )
    this.#ports.apply({ kind: 'rows-added', newRows: { ids, place }, writes }, () => {
      this.#choose(ids)
      this.#options.tell({ kind: 'rows-added', rows: count })
    })
  }

  /** The same columns as before, in these rows; the whole width when whole rows were chosen. */
  #choose(ids: readonly string[]): void {
    const { active, view } = this.#selection
    const key = active?.key ?? view.columns()[0]
    const [first, last] = [ids[0], ids.at(-1)]
    if (key !== undefined && first !== undefined && last !== undefined) {
      this.#selection.set({ row: first, key }, { row: last, key })
      this.#ports.focus({ row: first, key })
    }
  }

  #inOrder(): string[] {
    const { view } = this.#selection
    return this.#selection.rows().toSorted((a, b) => view.rowIndex(a) - view.rowIndex(b))
  }
}
