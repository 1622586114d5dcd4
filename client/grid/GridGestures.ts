import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { GestureRun } from '#collab/binding/GestureRun.ts'
import type { UndoReport } from '#collab/binding/reverting.ts'
import type { Gesture, SheetEditing } from '#collab/binding/SheetEditing.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { isOther } from './cells/isOther.ts'
import { CopyGestures } from './clipboard/CopyGestures.ts'
import { FillGestures } from './fill/FillGestures.ts'
import { dataRows } from './groups/dataRows.ts'
import { isGroupId } from './groups/groupId.ts'
import type { GroupHead } from './groups/layOutGroups.ts'
import type { RowFilter, SheetModel } from './model/SheetModel.ts'
import type { PastedBlock } from './paste/PastedBlock.ts'
import { pastedFields, type PastePlan, type PasteTarget } from './paste/pasteBlock.ts'
import { readTyped } from './paste/readTyped.ts'
import { type PasteDialogs, type PasteSheet, runPaste } from './paste/runPaste.ts'
import { type Named, namedIn, whenKnown } from './paste/whenKnown.ts'
import { RowGestures } from './rows/RowGestures.ts'
import type { GestureRunner } from './running/GestureRunner.ts'
import type { CellRef, Selection } from './Selection.ts'
import { today } from './today.ts'
import type { RowView } from './view/RowView.ts'

/** What just happened, for the status line and for screen readers. Numbers only; the words are the page's. */
export type GridEvent =
  | { kind: 'pasted'; plan: PastePlan }
  /** `convertedFrom`: the unit that was typed, when it is not the one of the column. */
  | { kind: 'wrote'; cells: number; errors: number; convertedFrom: string | null }
  | { kind: 'filled'; cells: number; errors: number; skipped: number }
  | { kind: 'replaced'; cells: number; errors: number; skipped: number }
  | { kind: 'cleared'; cells: number; skipped: number }
  | { kind: 'copied'; rows: number; columns: number }
  /** `done`: how much, from 0 to 1. */
  | { kind: 'copying'; done: number }
  | { kind: 'copy-cancelled' | 'copy-failed' }
  | { kind: 'separate-ranges' }
  | { kind: 'rows-added' | 'rows-duplicated'; rows: number }
  | { kind: 'rows-deleted' | 'rows-moved'; rows: number }
  | { kind: 'rows-not-moved'; why: 'view' | 'rights' }
  | { kind: 'undone' | 'redone'; cells: number; changedByOthers: CellRef[]; notAllowed: number; keptRows: number }
  | { kind: 'nothing-to-undo' | 'nothing-to-redo' }
  /** A gesture was cancelled: all cells are as they were before it. */
  | { kind: 'gesture-cancelled' }
  /** `head`: the group; null: all of them. */
  | { kind: 'groups-folded'; head: GroupHead | null; isClosed: boolean }
  | { kind: 'read-only'; field: Field }
  | { kind: 'changed-while-editing'; field: Field; cell: CellRef; theirs: CellValue }

/** What gestures need to know and to tell. */
export interface GestureOptions {
  model: () => SheetModel
  editing: () => SheetEditing
  runner: () => GestureRunner
  isWritable: (field: Field) => boolean
  mayAddRows: () => boolean
  /** The rows on display. */
  rows: () => RowView
  filter: () => RowFilter | null
  pasteDialogs: () => PasteDialogs
  tell: (event: GridEvent) => void
}

type SelectionMemory = ReturnType<Selection['memory']>
type EditStart = { cell: CellRef; value: CellValue } | null
/** What a person does to the selected cells. Each gesture is one undo step and one sentence. */
export class GridGestures {
  readonly #options: GestureOptions
  readonly #selection: Selection
  readonly #focus: (cell: CellRef) => void
  readonly filling: FillGestures
  readonly rows: RowGestures
  readonly copying: CopyGestures
  #editStart: EditStart = null

  /** `focus` brings a cell into view and gives it the keyboard. */
  constructor(options: GestureOptions, selection: Selection, focus: (cell: CellRef) => void) {
    this.#options = options
    this.#selection = selection
    this.#focus = focus
    this.filling = new FillGestures(options, selection, (gesture, then) => this.#apply(gesture, then))
    this.copying = new CopyGestures(options, selection)
    this.rows = new RowGestures(options, selection, { apply: (gesture, then) => this.#apply(gesture, then), focus })
  }

  editingStarted(cell: CellRef): void {
    this.#editStart = { cell, value: this.#options.model().value(cell.row, cell.key) }
  }

  /** What an editor holds at its end: whether the person changed it since it was opened. */
  isEdited({ row, key }: CellRef, raw: CellValue): boolean {
    const field = this.#options.model().field(key)
    const start = this.#editStart
    const before =
      start?.cell.row === row && start.cell.key === key ? start.value : this.#options.model().value(row, key)
    return field !== undefined && isOther(field, before, raw)
  }

  /** Text from an editor becomes the value of a cell, or of every selected cell. */
  write(cells: Iterable<CellRef>, raw: CellValue): void {
    const all = [...cells]
    const start = this.#editStart
    this.#editStart = null
    const keys = [...new Set(all.map(({ key }) => key))]
    whenKnown(this.#named(keys.map((key) => ({ key, text: raw }))), () => this.#writeKnown(all, raw, start))
  }

  /** What texts that go into these columns may be the names of. */
  #named(texts: readonly { key: string; text: CellValue }[]): Named[] {
    const model = this.#options.model()
    return texts.flatMap(({ key, text }) => {
      const targets = model.targetsOf(key)
      return targets === undefined || typeof text !== 'string' ? [] : [{ targets, text }]
    })
  }

  #writeKnown(cells: readonly CellRef[], raw: CellValue, start: EditStart): void {
    const model = this.#options.model()
    const read = new Map(
      [...new Set(cells.map(({ key }) => key))].flatMap((key) => {
        const field = model.field(key)
        return field === undefined || !this.#options.isWritable(field)
          ? []
          : [[key, { field, ...readTyped(field, raw) }] as const]
      }),
    )
    const written = cells.filter(({ key }) => read.has(key))
    const wrong = new Set(
      [...read].flatMap(([key, { field, value }]) => (cellProblem(field, value) === null ? [] : [key])),
    )
    if (start !== null) {
      this.#warnIfChangedMeanwhile(written, start)
    }
    function* writes(): Generator<CellWrite> {
      for (const { row, key } of written) {
        const { field, value } = read.get(key)!
        yield { row, ordinal: field.ordinal, value }
      }
    }
    const kind = written.length > 1 ? 'filled' : 'typed'
    this.#apply({ kind, writes: writes(), size: written.length }, (cellsWritten) => {
      if (cellsWritten > 0) {
        const units = [...read.values()].flatMap(({ convertedFrom }) => convertedFrom ?? [])
        const errors = written.filter(({ key }) => wrong.has(key)).length
        this.#options.tell({ kind: 'wrote', cells: written.length, errors, convertedFrom: units[0] ?? null })
      }
    })
  }

  /** Texts that were found become others, all in one gesture. */
  replace(texts: readonly { cell: CellRef; text: string }[]): void {
    whenKnown(this.#named(texts.map(({ cell, text }) => ({ key: cell.key, text }))), () => this.#replaceKnown(texts))
  }

  #replaceKnown(texts: readonly { cell: CellRef; text: string }[]): void {
    const fieldOf = this.#writableFields()
    let [errors, skipped] = [0, 0]
    function* writes(): Generator<CellWrite> {
      for (const { cell, text } of texts) {
        const field = fieldOf(cell.key)
        if (field === null) {
          skipped++
          continue
        }
        const { value } = readTyped(field, text)
        errors += cellProblem(field, value) === null ? 0 : 1
        yield { row: cell.row, ordinal: field.ordinal, value }
      }
    }
    this.#apply({ kind: 'typed', writes: writes(), size: texts.length }, () => {
      this.#options.tell({ kind: 'replaced', cells: texts.length - skipped, errors, skipped })
    })
  }

  /** Yes becomes no, and anything else yes, by the active cell; in every selected cell of such a field. */
  toggle(): boolean {
    const model = this.#options.model()
    const active = this.#activeCell()
    if (active === null || model.field(active.key)?.type !== 'boolean') {
      return false
    }
    const value = model.value(active.row, active.key) !== true
    const cells = [...this.#selection.cells()].filter(({ key }) => model.field(key)?.type === 'boolean')
    this.write(cells, value)
    return true
  }

  /** The date, or the month, of today into the active cell; with the time of day when the cell is a text. */
  today(withTime: boolean): void {
    const active = this.#activeCell()
    const type = active === null ? undefined : this.#options.model().field(active.key)?.type
    if (active !== null && (type === 'date' || type === 'month' || type === 'text')) {
      const date = today(type === 'month' ? 'month' : 'date')
      this.write([active], withTime && type === 'text' ? `${date} ${new Date().toTimeString().slice(0, 5)}` : date)
    }
  }

  paste(block: PastedBlock): void {
    if (block.texts.length === 0) {
      return
    }
    const sheet: PasteSheet = {
      target: () => this.#pasteTarget(),
      before: (row, ordinal) => this.#options.model().stored(row, ordinal),
      commit: (plan) => this.#commitPaste(plan),
    }
    const target = sheet.target()
    const named = target === null ? [] : namedIn(block, pastedFields(block, target))
    whenKnown(named, () => runPaste(block, sheet, this.#options.pasteDialogs()))
  }

  clear(cells: Iterable<CellRef> = this.#selection.cells(), size = this.#selection.size()): void {
    const fieldOf = this.#writableFields()
    let skipped = 0
    function* writes(): Generator<CellWrite> {
      for (const { row, key } of cells) {
        const field = fieldOf(key)
        if (field === null) {
          skipped++
        } else {
          yield { row, ordinal: field.ordinal, value: null }
        }
      }
    }
    this.#apply({ kind: 'cleared', writes: writes(), size }, (cleared) => {
      this.#options.tell({ kind: 'cleared', cells: cleared, skipped })
    })
  }

  /** The field of a column when it may be written, else null; each column is looked at once. */
  #writableFields(): (key: string) => Field | null {
    const model = this.#options.model()
    const known = new Map<string, Field | null>()
    return (key) => {
      let field = known.get(key)
      if (field === undefined) {
        const found = model.field(key)
        field = found !== undefined && this.#options.isWritable(found) ? found : null
        known.set(key, field)
      }
      return field
    }
  }

  /** What a dialog planned, as one step. */
  run(gesture: Gesture, then?: () => void): void {
    this.#apply(gesture, then)
  }

  undo(): void {
    this.#history('undo')
  }

  redo(): void {
    this.#history('redo')
  }

  /** `then` learns how many cells were written, when the sheet shows it; very many of them are written in slices. */
  #apply(gesture: Gesture, then: (cells: number) => void = () => {}): void {
    this.copying.forget()
    const memory: SelectionMemory = this.#selection.memory()
    this.#go(this.#options.editing().begin({ ...gesture, memory }), then)
  }

  #go<Result>(run: GestureRun<Result>, then: (result: Result) => void): void {
    this.#options.runner().run(run, this.#options.model(), (result) => {
      if (result === null) {
        this.#options.tell({ kind: 'gesture-cancelled' })
      } else {
        then(result)
      }
    })
  }

  /** Null also on the head of a group, which is no cell of the sheet. */
  #activeCell(): CellRef | null {
    const { active } = this.#selection
    return isGroupId(active?.row) ? null : active
  }

  /** Heads of groups are not there for a paste: it goes to the rows below them. */
  #pasteTarget(): PasteTarget | null {
    const [rect] = this.#selection.rects()
    const model = this.#options.model()
    const { view } = this.#selection
    const rows = dataRows(view)
    return rect === undefined
      ? null
      : {
          rect: rows.rectOf(rect),
          rowAt: rows.rowAt,
          rowCount: rows.count,
          columns: view.columns().flatMap((key) => model.field(key) ?? []),
          isWritable: this.#options.isWritable,
          mayAddRows: this.#options.mayAddRows() && this.#options.filter() === null,
          newRowIds,
          newRowValues: [],
        }
  }

  #commitPaste(plan: PastePlan): void {
    const firstNew = plan.rect.r1 + 1 - plan.newRows.length
    const rows = dataRows(this.#selection.view)
    const keys = this.#selection.view.columns()
    const cellAt = (r: number, c: number): CellRef | null => {
      const row = r < firstNew ? rows.rowAt(r) : (plan.newRows[r - firstNew] ?? null)
      const key = keys[c]
      return row === null || key === undefined ? null : { row, key }
    }
    const [from, to] = [cellAt(plan.rect.r0, plan.rect.c0), cellAt(plan.rect.r1, plan.rect.c1)]
    this.#apply({ kind: 'pasted', writes: plan.writes, newRows: { ids: plan.newRows, place: 'end' } }, () => {
      if (from !== null && to !== null) {
        this.#selection.set(from, to)
      }
      this.#options.tell({ kind: 'pasted', plan })
    })
  }

  #history(direction: 'undo' | 'redo'): void {
    const editing = this.#options.editing()
    const run = direction === 'undo' ? editing.beginUndo() : editing.beginRedo()
    if (run === null) {
      this.#options.tell({ kind: direction === 'undo' ? 'nothing-to-undo' : 'nothing-to-redo' })
    } else {
      this.#go(run, (report) => this.#reverted(direction, report))
    }
  }

  #reverted(direction: 'undo' | 'redo', report: UndoReport): void {
    const model = this.#options.model()
    if (isSelectionMemory(report.memory)) {
      this.#selection.restore(report.memory)
      if (report.memory.active !== null) {
        this.#focus(report.memory.active)
      }
    }
    this.#options.tell({
      kind: direction === 'undo' ? 'undone' : 'redone',
      cells: report.done,
      changedByOthers: report.changedByOthers.flatMap(({ row, ordinal }) => {
        const field = model.fields.find((one) => one.ordinal === ordinal)
        return field === undefined ? [] : [{ row, key: field.key }]
      }),
      notAllowed: report.notAllowed.length,
      keptRows: report.keptRows.length,
    })
  }

  #warnIfChangedMeanwhile(cells: readonly CellRef[], { cell, value }: NonNullable<EditStart>): void {
    const { row, key } = cell
    const model = this.#options.model()
    const [field, now] = [model.field(key), model.value(row, key)]
    const isWritten = cells.some((one) => one.row === row && one.key === key)
    if (isWritten && field !== undefined && !isSameValue(now, value)) {
      this.#options.tell({ kind: 'changed-while-editing', field, cell, theirs: now })
    }
  }
}

function isSelectionMemory(memory: unknown): memory is SelectionMemory {
  return typeof memory === 'object' && memory !== null && 'ranges' in memory && 'active' in memory
}
