import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { ColumnStore } from '../schema/ColumnStore.ts'
import { DELETED, FIRST_FIELD, ORDER } from '../schema/layout.ts'
import { orderKeysBetween } from '../schema/orderKey.ts'
import type { Sheet } from '../schema/Sheet.ts'
import { writeCells, type CellWrite } from './cellWrites.ts'

/** New rows, placed together behind the row `after`; null = at the end of the sheet, 'start' = before the first row. */
export interface NewRows {
  ids: readonly string[]
  after: string | null
  place?: 'start'
}

/** One thing that a person did: typing, a paste, a clear, adding or removing rows. It is one undo step. */
export interface Gesture {
  writes?: readonly CellWrite[]
  newRows?: NewRows
  deleteRows?: readonly string[]
  /** Kept with the step and given back by undo and redo; the grid puts the selection here. */
  memory?: unknown
}

/** What an undo or redo did. */
export interface UndoReport {
  /** Cells (and rows) that were put back. */
  done: number
  /** Cells that others changed since; they were left as they are. */
  changedByOthers: CellWrite[]
  /** Rows that stay because others have typed in them. */
  keptRows: string[]
  memory: unknown
}

interface Change {
  row: string
  ordinal: number
  before: CellValue
  after: CellValue
}

interface Step {
  changes: Change[]
  /** Rows that the step brings into being (redo) or takes away (undo); with what it wrote in them. */
  rows: { row: string; wrote: ReadonlyMap<number, CellValue> }[]
  memory: unknown
}

export type WriteListener = (writes: readonly CellWrite[]) => void

/** Steps that can be undone; older ones are forgotten. */
const MAX_STEPS = 200

/**
 * The edits of one person in one sheet: every gesture is one Yjs transaction and one undo step. Undo writes the inverse
 * values, and only where the cell still holds what the gesture wrote, so it never takes away what others did since.
 */
export class SheetEditing {
  /** Origin of every transaction made here. */
  readonly origin = { name: 'sheet-editing' }
  #sheet: Sheet
  #store: ColumnStore
  #undo: Step[] = []
  #redo: Step[] = []
  readonly #listeners = new Set<WriteListener>()

  constructor(sheet: Sheet, store: ColumnStore) {
    this.#sheet = sheet
    this.#store = store
  }

  get canUndo(): boolean {
    return this.#undo.length > 0
  }

  get canRedo(): boolean {
    return this.#redo.length > 0
  }

  /** The same rows and fields in another document (the next generation): the undo steps stay valid. */
  moveTo(sheet: Sheet, store: ColumnStore): void {
    this.#sheet = sheet
    this.#store = store
  }

  /** Told of every cell that was written here, undo and redo included, in the order of writing. */
  onWrite(listener: WriteListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Does a gesture. Cells that already hold the value are not written. Returns how many cells were written. */
  apply(gesture: Gesture): number {
    const added = new Set(gesture.newRows?.ids)
    const latest = new Map<string, CellWrite>()
    for (const write of gesture.writes ?? []) {
      latest.set(`${write.row}:${write.ordinal}`, write)
    }
    const changes: Change[] = []
    const wrote = new Map<string, Map<number, CellValue>>([...added].map((row) => [row, new Map()]))
    const writes: CellWrite[] = this.#placement(gesture.newRows)
    for (const write of latest.values()) {
      const fresh = wrote.get(write.row)
      if (fresh !== undefined) {
        if (write.value !== null) {
          fresh.set(write.ordinal, write.value)
          writes.push(write)
        }
        continue
      }
      const before = this.#value(write.row, write.ordinal)
      if (!isSameValue(before, write.value)) {
        changes.push({ row: write.row, ordinal: write.ordinal, before, after: write.value })
        writes.push({ ...write, before })
      }
    }
    for (const row of gesture.deleteRows ?? []) {
      if (this.#value(row, DELETED) !== true) {
        changes.push({ row, ordinal: DELETED, before: null, after: true })
        writes.push({ row, ordinal: DELETED, value: true, before: null })
      }
    }
    if (writes.length === 0) {
      return 0
    }
    this.#write(writes)
    this.#undo.push({
      changes,
      rows: [...wrote].map(([row, values]) => ({ row, wrote: values })),
      memory: gesture.memory,
    })
    this.#undo.splice(0, this.#undo.length - MAX_STEPS)
    this.#redo = []
    return writes.length
  }

  /** Takes back the last gesture; null when there is none. */
  undo(): UndoReport | null {
    const step = this.#undo.pop()
    return step === undefined ? null : this.#revert(step, this.#redo, true)
  }

  /** Does again what the last undo took back; null when there is nothing. */
  redo(): UndoReport | null {
    const step = this.#redo.pop()
    return step === undefined ? null : this.#revert(step, this.#undo, false)
  }

  #revert(step: Step, target: Step[], removeRows: boolean): UndoReport {
    const report: UndoReport = { done: 0, changedByOthers: [], keptRows: [], memory: step.memory }
    const inverse: Step = { changes: [], rows: [], memory: step.memory }
    const writes: CellWrite[] = []
    for (const { row, ordinal, before, after } of step.changes) {
      if (isSameValue(this.#value(row, ordinal), after)) {
        writes.push({ row, ordinal, value: before, before: after })
        inverse.changes.push({ row, ordinal, before: after, after: before })
      } else {
        report.changedByOthers.push({ row, ordinal, value: this.#value(row, ordinal) })
      }
    }
    for (const added of step.rows) {
      if (removeRows && this.#isChangedByOthers(added)) {
        report.keptRows.push(added.row)
      } else {
        writes.push({
          row: added.row,
          ordinal: DELETED,
          value: removeRows ? true : null,
          before: removeRows ? null : true,
        })
        inverse.rows.push(added)
      }
    }
    report.done = writes.length
    if (writes.length > 0) {
      this.#write(writes)
      target.push(inverse)
    }
    return report
  }

  /** Whether a row that a gesture added holds anything that the gesture did not write. */
  #isChangedByOthers(added: { row: string; wrote: ReadonlyMap<number, CellValue> }): boolean {
    const slot = this.#store.slotOf(added.row)
    if (slot === undefined || this.#value(added.row, DELETED) === true) {
      return false
    }
    return this.#fields().some(
      (ordinal) => !isSameValue(this.#value(added.row, ordinal), added.wrote.get(ordinal) ?? null),
    )
  }

  /** Ordinals of all fields that somebody has written in this sheet. */
  #fields(): number[] {
    const ordinals = new Set<number>()
    for (const block of [...this.#sheet.base(), ...this.#sheet.patches()]) {
      for (const ordinal of block.ordinals) {
        ordinals.add(ordinal)
      }
    }
    for (const key of this.#sheet.layers.cells.keys()) {
      ordinals.add(Number.parseInt(key.slice(key.lastIndexOf(':') + 1), 36))
    }
    return [...ordinals].filter((ordinal) => ordinal >= FIRST_FIELD)
  }

  #placement(newRows: NewRows | undefined): CellWrite[] {
    if (newRows === undefined || newRows.ids.length === 0) {
      return []
    }
    const live = this.#store.liveSlots()
    const orderAt = (position: number): string | null => {
      const slot = live[position]
      const key = slot === undefined ? null : this.#store.value(slot, ORDER)
      return typeof key === 'string' ? key : null
    }
    let position = live.length - 1
    if (newRows.place === 'start') {
      position = -1
    } else if (newRows.after !== null) {
      const slot = this.#store.slotOf(newRows.after)
      const found = slot === undefined ? -1 : live.indexOf(slot)
      position = found < 0 ? live.length - 1 : found
    }
    const keys = orderKeysBetween(orderAt(position), orderAt(position + 1), newRows.ids.length)
    return newRows.ids.map((row, i) => ({ row, ordinal: ORDER, value: keys[i] ?? null }))
  }

  #value(row: string, ordinal: number): CellValue {
    const slot = this.#store.slotOf(row)
    return slot === undefined ? null : this.#store.value(slot, ordinal)
  }

  #write(writes: readonly CellWrite[]): void {
    writeCells(this.#sheet, writes, this.origin)
    for (const listener of this.#listeners) {
      listener(writes)
    }
  }
}
