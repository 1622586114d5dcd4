import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { GestureKind } from '#shared/cells/changeKinds.ts'
import { newGestureId, type Gesture as GestureTag } from '../protocol/gestures.ts'
import { DELETED, ORDER } from '../schema/layout.ts'
import type { CellWrite } from './cellWrites.ts'
import { GestureRun } from './GestureRun.ts'
import { inPieces } from './inPieces.ts'
import { type EditedSheet, PartsWriter, type WriteListener } from './PartsWriter.ts'
import { newReport, revert, type UndoReport } from './reverting.ts'
import { placeRows, type PlacedRows, type RowPlace } from './rowPlaces.ts'
import { type Change, changesIn, keepFields, newStep, type Step } from './undoSteps.ts'

/** New rows, placed together. */
export interface NewRows {
  ids: readonly string[]
  place: RowPlace
}

/** One thing that a person did: typing, a paste, a clear, adding or removing rows. It is one undo step. */
export interface Gesture {
  /** For the history. Without it, what was typed, or rows that were added or deleted. */
  kind?: GestureKind
  /** Read piece by piece as they are written. */
  writes?: Iterable<CellWrite>
  /** How many writes there are, where that is no list. */
  size?: number
  newRows?: NewRows
  /** Rows that go elsewhere in the order of the sheet, together. */
  moveRows?: PlacedRows
  deleteRows?: readonly string[]
  /** Kept with the step and given back by undo and redo; the grid puts the selection here. */
  memory?: unknown
}

/** A write and the gesture that it was part of. */
export interface FormerWrite extends CellWrite {
  gesture?: GestureTag
}

/** Steps that can be undone; older ones are forgotten. */
const MAX_STEPS = 200

/** What a gesture has written so far. */
interface Written {
  step: Step
  /** By row: what it wrote into rows that it added. */
  added: ReadonlyMap<string, Map<number, CellValue>>
  /** Its changes by field and row. */
  changes: Map<number, Map<string, Change>>
}

/**
 * The edits of one person in one sheet: every gesture is one Yjs transaction in each part that it touches (a large one a
 * transaction for each piece of it), and one undo step. Undo writes the inverse values, and only where the cell still holds what the gesture wrote, so it never takes
 * away what others did since. Steps address cells, so they outlive documents and follow a field into another part.
 */
export class SheetEditing {
  readonly #writer: PartsWriter
  #undo: Step[] = []
  #redo: Step[] = []
  /** Of the gesture that goes on. */
  #inHand: readonly Step[] = []
  /** Fields that the gesture that goes on does not write any more. */
  readonly #forgotten = new Set<number>()
  #finish = (): void => {}

  constructor(sheet: EditedSheet) {
    this.#writer = new PartsWriter(sheet)
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
    this.#writer.sheet = sheet
    this.#keepFields((ordinal) => this.#writer.has(ordinal))
  }

  /** The values of these fields mean something else from now on: no step brings one of before back. */
  forget(ordinals: ReadonlySet<number>): void {
    ordinals.forEach((ordinal) => this.#forgotten.add(ordinal))
    this.#keepFields((ordinal) => !ordinals.has(ordinal))
  }

  #keepFields(isKept: (ordinal: number) => boolean): void {
    const isLeft = (step: Step): boolean => keepFields(step, isKept) || this.#inHand.includes(step)
    this.#undo = this.#undo.filter(isLeft)
    this.#redo = this.#redo.filter(isLeft)
    this.#inHand.forEach((step) => keepFields(step, isKept))
  }

  /** Told of every cell that was written here, undo and redo included, in the order of writing. */
  onWrite(listener: WriteListener): () => void {
    return this.#writer.onWrite(listener)
  }

  /** Does a gesture. Cells that already hold the value are not written. Returns how many cells were written. */
  apply(gesture: Gesture): number {
    return this.begin(gesture).finish() ?? 0
  }

  /** The same piece by piece. Whatever is done here meanwhile finishes it first. */
  begin(gesture: Gesture): GestureRun<number> {
    this.finish()
    return this.#start(new GestureRun(sizeOf(gesture), (run) => this.#do(gesture, run)))
  }

  /** Does the rest of a gesture that goes on. */
  finish(): void {
    this.#finish()
  }

  #start<Result>(run: GestureRun<Result>): GestureRun<Result> {
    this.#forgotten.clear()
    this.#finish = () => {
      run.finish()
    }
    return run
  }

  *#do(gesture: Gesture, run: GestureRun<number>): Generator<void, number | null> {
    const step = newStep(gesture.memory)
    this.#inHand = [step]
    const name = tag(gesture.kind ?? kindOf(gesture))
    const added = new Map((gesture.newRows?.ids ?? []).map((row) => [row, new Map<number, CellValue>()]))
    const written: Written = { step, added, changes: new Map() }
    const redo = this.#redo
    let cells = 0
    for (const piece of inPieces(this.#asked(gesture))) {
      const writes = this.#news(piece, written)
      run.advance(piece.length)
      if (writes.length > 0) {
        if (cells === 0) {
          this.#undo.push(step)
          this.#undo.splice(0, this.#undo.length - MAX_STEPS)
          this.#redo = []
        }
        cells += writes.length
        this.#writer.write(writes, name)
      }
      yield
      if (run.isCancelled) {
        this.#undo = this.#undo.filter((one) => one !== step)
        yield* this.#takeBack(step, true)
        this.#redo = redo
        return null
      }
    }
    this.#inHand = []
    return cells
  }

  /** Everything that a gesture writes, new rows before their cells. */
  *#asked({ newRows, moveRows, writes = [], deleteRows = [] }: Gesture): Generator<CellWrite> {
    const { columns } = this.#writer.sheet
    yield* newRows === undefined ? [] : placeRows(columns, { rows: newRows.ids, place: newRows.place })
    yield* moveRows === undefined ? [] : placeRows(columns, moveRows)
    yield* writes
    for (const row of deleteRows) {
      yield { row, ordinal: DELETED, value: true }
    }
  }

  /** What of these writes is not there already. The step learns what they change. */
  #news(piece: readonly CellWrite[], { step, added, changes }: Written): CellWrite[] {
    const writes: CellWrite[] = []
    const made: Change[] = []
    for (const { row, ordinal, value } of this.#lastOfEach(piece)) {
      const fresh = added.get(row)
      if (fresh !== undefined) {
        if (ordinal === ORDER) {
          step.rows.push({ row, wrote: fresh })
        } else if (value === null && !fresh.has(ordinal)) {
          continue
        } else {
          fresh.set(ordinal, value)
        }
        writes.push({ row, ordinal, value })
        continue
      }
      const before = this.#writer.value(row, ordinal)
      if (isSameValue(before, value)) {
        continue
      }
      writes.push({ row, ordinal, value, before })
      let column = changes.get(ordinal)
      if (column === undefined) {
        column = new Map()
        changes.set(ordinal, column)
      }
      const known = column.get(row)
      if (known === undefined) {
        const change = { row, ordinal, before, after: value }
        column.set(row, change)
        made.push(change)
      } else {
        known.after = value
      }
    }
    if (made.length > 0) {
      step.pieces.push(made)
    }
    return writes
  }

  /** Of writes to the same cell the last one; none to fields that are gone. In their order, where each cell comes once. */
  #lastOfEach(writes: readonly CellWrite[]): CellWrite[] {
    const columns = new Map<number, Map<string, CellWrite>>()
    let cells = 0
    for (const write of writes) {
      let column = columns.get(write.ordinal)
      if (column === undefined) {
        column = new Map()
        columns.set(write.ordinal, column)
      }
      const before = column.size
      column.set(write.row, write)
      cells += column.size - before
    }
    const known = [...columns].filter(([ordinal]) => this.#isWritten(ordinal)).map(([, column]) => column)
    return cells === writes.length && known.length === columns.size
      ? [...writes]
      : known.flatMap((column) => [...column.values()])
  }

  /** Writes again what a document that is gone did not keep. It was done before, so it is no new step. */
  rewrite(writes: readonly FormerWrite[]): void {
    for (const cells of Map.groupBy(writes, ({ gesture }) => gesture?.id).values()) {
      this.#writer.write(cells, cells[0]?.gesture ?? tag('typed'))
    }
  }

  /** Takes back the last gesture; null when there is none. */
  undo(): UndoReport | null {
    return this.beginUndo()?.finish() ?? null
  }

  /** Does again what the last undo took back; null when there is nothing. */
  redo(): UndoReport | null {
    return this.beginRedo()?.finish() ?? null
  }

  /** `undo` piece by piece. */
  beginUndo(): GestureRun<UndoReport> | null {
    this.finish()
    return this.#beginRevert(this.#undo, true)
  }

  /** `redo` piece by piece. */
  beginRedo(): GestureRun<UndoReport> | null {
    this.finish()
    return this.#beginRevert(this.#redo, false)
  }

  #beginRevert(source: Step[], isUndo: boolean): GestureRun<UndoReport> | null {
    const step = source.pop()
    this.#inHand = step === undefined ? [] : [step]
    return step === undefined
      ? null
      : this.#start(new GestureRun(changesIn(step) + step.rows.length, (run) => this.#revertLast(step, isUndo, run)))
  }

  *#revertLast(step: Step, isUndo: boolean, run: GestureRun<UndoReport>): Generator<void, UndoReport | null> {
    const inverse = newStep(step.memory)
    this.#inHand = [step, inverse]
    const report = newReport(step.memory)
    for (const cells of this.#revert(step, inverse, isUndo, report)) {
      run.advance(cells)
      yield
      if (run.isCancelled) {
        yield* this.#takeBack(inverse, !isUndo)
        this.#stack(isUndo).push(step)
        return null
      }
    }
    this.#inHand = []
    if (report.done > 0) {
      this.#stack(!isUndo).push(inverse)
    } else if (report.notAllowed.length > 0) {
      this.#stack(isUndo).push(step) // the right to it may come back
    }
    return report
  }

  #stack(isUndo: boolean): Step[] {
    return isUndo ? this.#undo : this.#redo
  }

  /** What was done of a gesture is undone, for good. */
  *#takeBack(step: Step, isUndo: boolean): Generator<void> {
    this.#inHand = [...this.#inHand, step]
    for (const _cells of this.#revert(step, newStep(null), isUndo, newReport(null))) {
      yield
    }
    this.#inHand = []
  }

  #revert(step: Step, inverse: Step, isUndo: boolean, report: UndoReport): Generator<number> {
    const gesture = tag(isUndo ? 'undone' : 'redone')
    return revert(this.#writer, step, inverse, { isUndo, gesture, report, isWritten: (at) => this.#isWritten(at) })
  }

  #isWritten(ordinal: number): boolean {
    return this.#writer.has(ordinal) && !this.#forgotten.has(ordinal)
  }
}

const tag = (kind: GestureKind): GestureTag => ({ kind, id: newGestureId() })

const sizeOf = ({ size, writes, newRows, moveRows, deleteRows }: Gesture): number =>
  (size ?? (Array.isArray(writes) ? writes.length : 0)) +
  (newRows?.ids.length ?? 0) +
  (moveRows?.rows.length ?? 0) +
  (deleteRows?.length ?? 0)

function kindOf({ writes = [], newRows, moveRows, deleteRows = [] }: Gesture): GestureKind {
  if (!Array.isArray(writes) || writes.length > 0) {
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
