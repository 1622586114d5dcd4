import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { GestureKind } from '#shared/cells/changeKinds.ts'
import { newGestureId, type Gesture as GestureTag } from '../protocol/gestures.ts'
import type { SheetColumns } from '../schema/JoinedColumns.ts'
import { DELETED, FIRST_FIELD, ORDER } from '../schema/layout.ts'
import type { Sheet } from '../schema/Sheet.ts'
import { writeCells, type CellWrite } from './cellWrites.ts'
import { GestureOrigin } from './GestureOrigin.ts'
import { placeRows, type PlacedRows, type RowPlace } from './rowPlaces.ts'

/** New rows, placed together. */
export interface NewRows {
  ids: readonly string[]
  place: RowPlace
}

/** What is edited: the columns on screen, and where each field of them is kept. */
export interface EditedSheet {
  readonly columns: SheetColumns
  /** The part that holds a field (0 and 1: row order and deletion); null when the field is not in the sheet any more. */
  partOf(ordinal: number): Sheet | null
  mayWrite(ordinal: number): boolean
}

/** One thing that a person did: typing, a paste, a clear, adding or removing rows. It is one undo step. */
export interface Gesture {
  /** For the history. Without it, what was typed, or rows that were added or deleted. */
  kind?: GestureKind
  writes?: readonly CellWrite[]
  newRows?: NewRows
  /** Rows that go elsewhere in the order of the sheet, together. */
  moveRows?: PlacedRows
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
  /** Cells that may not be written any more; they were left as they are. */
  notAllowed: CellWrite[]
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

export type WriteListener = (writes: readonly CellWrite[], gesture: GestureTag) => void

/** A write and the gesture that it was part of. */
export interface FormerWrite extends CellWrite {
  gesture?: GestureTag
}

/** Steps that can be undone; older ones are forgotten. */
const MAX_STEPS = 200

/**
 * The edits of one person in one sheet: every gesture is one Yjs transaction in each part that it touches, and one undo
 * step. Undo writes the inverse values, and only where the cell still holds what the gesture wrote, so it never takes
 * away what others did since. Steps address cells, so they outlive documents and follow a field into another part.
 */
export class SheetEditing {
  #sheet: EditedSheet
  #undo: Step[] = []
  #redo: Step[] = []
  readonly #listeners = new Set<WriteListener>()

  constructor(sheet: EditedSheet) {
    this.#sheet = sheet
  }

  get canUndo(): boolean {
    return this.#undo.length > 0
  }

  get canRedo(): boolean {
    return this.#redo.length > 0
  }

  /**
   * The sheet goes on in other documents. The undo steps stay, without the cells of fields that are gone: they hold old
   * values, which may not be for this person any more.
   */
  moveTo(sheet: EditedSheet): void {
    this.#sheet = sheet
    this.#undo = this.#undo.flatMap((step) => this.#withoutGoneFields(step))
    this.#redo = this.#redo.flatMap((step) => this.#withoutGoneFields(step))
  }

  /** The values of these fields mean something else from now on: no step brings one of before back. */
  forget(ordinals: ReadonlySet<number>): void {
    const isMeant = (ordinal: number): boolean => !ordinals.has(ordinal)
    this.#undo = this.#undo.flatMap((step) => withoutFields(step, isMeant))
    this.#redo = this.#redo.flatMap((step) => withoutFields(step, isMeant))
  }

  /** Told of every cell that was written here, undo and redo included, in the order of writing. */
  onWrite(listener: WriteListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Does a gesture. Cells that already hold the value are not written. Returns how many cells were written. */
  apply(gesture: Gesture): number {
    const added = new Set(gesture.newRows?.ids)
    const changes: Change[] = []
    const wrote = new Map<string, Map<number, CellValue>>([...added].map((row) => [row, new Map()]))
    const { columns } = this.#sheet
    const { newRows } = gesture
    const writes: CellWrite[] =
      newRows === undefined ? [] : placeRows(columns, { rows: newRows.ids, place: newRows.place })
    for (const move of gesture.moveRows === undefined ? [] : placeRows(columns, gesture.moveRows)) {
      const before = this.#value(move.row, ORDER)
      changes.push({ row: move.row, ordinal: ORDER, before, after: move.value })
      writes.push({ ...move, before })
    }
    for (const write of this.#lastOfEach(gesture.writes ?? [])) {
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
    this.#write(writes, tag(gesture.kind ?? kindOf(gesture)))
    this.#undo.push({
      changes,
      rows: [...wrote].map(([row, values]) => ({ row, wrote: values })),
      memory: gesture.memory,
    })
    this.#undo.splice(0, this.#undo.length - MAX_STEPS)
    this.#redo = []
    return writes.length
  }

  /** Of writes to the same cell the last one; none to fields that are gone. */
  *#lastOfEach(writes: readonly CellWrite[]): Generator<CellWrite> {
    const columns = new Map<number, Map<string, CellWrite>>()
    for (const write of writes) {
      let column = columns.get(write.ordinal)
      if (column === undefined) {
        column = new Map()
        columns.set(write.ordinal, column)
      }
      column.set(write.row, write)
    }
    for (const [ordinal, column] of columns) {
      if (this.#sheet.partOf(ordinal) !== null) {
        yield* column.values()
      }
    }
  }

  /** Writes again what a document that is gone did not keep. It was done before, so it is no new step. */
  rewrite(writes: readonly FormerWrite[]): void {
    for (const cells of Map.groupBy(writes, ({ gesture }) => gesture?.id).values()) {
      this.#write(cells, cells[0]?.gesture ?? tag('typed'))
    }
  }

  /** Takes back the last gesture; null when there is none. */
  undo(): UndoReport | null {
    return this.#revert(this.#undo, this.#redo, true)
  }

  /** Does again what the last undo took back; null when there is nothing. */
  redo(): UndoReport | null {
    return this.#revert(this.#redo, this.#undo, false)
  }

  #revert(source: Step[], target: Step[], removeRows: boolean): UndoReport | null {
    const step = source.pop()
    if (step === undefined) {
      return null
    }
    const report: UndoReport = { done: 0, changedByOthers: [], notAllowed: [], keptRows: [], memory: step.memory }
    const inverse: Step = { changes: [], rows: [], memory: step.memory }
    const writes: CellWrite[] = []
    for (const { row, ordinal, before, after } of step.changes) {
      const value = this.#value(row, ordinal)
      if (!isSameValue(value, after)) {
        report.changedByOthers.push({ row, ordinal, value })
      } else if (!this.#sheet.mayWrite(ordinal)) {
        report.notAllowed.push({ row, ordinal, value })
      } else {
        writes.push({ row, ordinal, value: before, before: after })
        inverse.changes.push({ row, ordinal, before: after, after: before })
      }
    }
    for (const added of step.rows) {
      if (removeRows && this.#isChangedByOthers(added)) {
        report.keptRows.push(added.row)
      } else if (!this.#sheet.mayWrite(DELETED)) {
        report.notAllowed.push({ row: added.row, ordinal: DELETED, value: this.#value(added.row, DELETED) })
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
      this.#write(writes, tag(removeRows ? 'undone' : 'redone'))
      target.push(inverse)
    } else if (report.notAllowed.length > 0) {
      source.push(step) // the right to it may come back
    }
    return report
  }

  /** Whether a row that a gesture added holds anything that the gesture did not write. */
  #isChangedByOthers(added: { row: string; wrote: ReadonlyMap<number, CellValue> }): boolean {
    const { columns } = this.#sheet
    const slot = columns.slotOf(added.row)
    if (slot === undefined || columns.value(slot, DELETED) === true) {
      return false
    }
    return [...columns.ordinals].some(
      (ordinal) =>
        ordinal >= FIRST_FIELD && !isSameValue(columns.value(slot, ordinal), added.wrote.get(ordinal) ?? null),
    )
  }

  /** No step when nothing of it is left. */
  #withoutGoneFields(step: Step): Step[] {
    return withoutFields(step, (ordinal) => this.#sheet.partOf(ordinal) !== null)
  }

  #value(row: string, ordinal: number): CellValue {
    const { columns } = this.#sheet
    const slot = columns.slotOf(row)
    return slot === undefined ? null : columns.value(slot, ordinal)
  }

  /** One transaction per part; the part with order and deletion first, so that others see a row before its cells. */
  #write(writes: readonly CellWrite[], gesture: GestureTag): void {
    const byPart = new Map<Sheet, CellWrite[]>()
    const common = this.#sheet.partOf(ORDER)
    if (common !== null) {
      byPart.set(common, [])
    }
    for (const write of writes) {
      const part = this.#sheet.partOf(write.ordinal)
      if (part !== null) {
        const cells = byPart.get(part)
        if (cells === undefined) {
          byPart.set(part, [write])
        } else {
          cells.push(write)
        }
      }
    }
    const origin = new GestureOrigin(gesture)
    for (const [part, cells] of byPart) {
      if (cells.length > 0) {
        writeCells(part, cells, origin)
      }
    }
    for (const listener of this.#listeners) {
      listener(writes, gesture)
    }
  }
}

const tag = (kind: GestureKind): GestureTag => ({ kind, id: newGestureId() })

function kindOf({ writes = [], newRows, moveRows, deleteRows = [] }: Gesture): GestureKind {
  if (writes.length > 0) {
    return 'typed'
  }
  return newRows !== undefined
    ? 'rows-added'
    : moveRows !== undefined
      ? 'rows-moved'
      : deleteRows.length > 0
        ? 'rows-deleted'
        : 'rows-added'
}

/** The step with the cells of some fields only; nothing when none is left. */
function withoutFields({ changes, rows, memory }: Step, isKept: (ordinal: number) => boolean): Step[] {
  const kept = changes.filter(({ ordinal }) => isKept(ordinal))
  const added = rows.map(({ row, wrote }) => ({ row, wrote: new Map([...wrote].filter(([at]) => isKept(at))) }))
  return kept.length === 0 && added.length === 0 ? [] : [{ changes: kept, rows: added, memory }]
}
