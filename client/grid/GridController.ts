import type { CellFocusedEvent, GridApi, SuppressKeyboardEventParams } from 'ag-grid-community'
import type { Gesture, SheetEditing } from '#collab/binding/SheetEditing.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { handleKey, type KeyActions } from './keyboard.ts'
import type { RowFilter, SheetModel } from './model/SheetModel.ts'
import { columnsInReadingOrder, Overlay, type Box } from './overlay.ts'
import { pasteBlock, type PastePlan } from './pasteBlock.ts'
import { Selection, type CellRef, type Rect } from './Selection.ts'

/** What just happened, for the status line and for screen readers. Numbers only; the words are the page's. */
export type GridEvent =
  | { kind: 'pasted'; plan: PastePlan }
  | { kind: 'wrote'; cells: number; errors: number }
  | { kind: 'cleared'; cells: number; skipped: number }
  | { kind: 'copied'; rows: number; columns: number }
  | { kind: 'separate-ranges' }
  | { kind: 'rows-added'; rows: number }
  | { kind: 'rows-deleted'; rows: number }
  | { kind: 'undone' | 'redone'; cells: number; changedByOthers: number; keptRows: number }
  | { kind: 'nothing-to-undo' | 'nothing-to-redo' }
  | { kind: 'read-only'; field: Field }
  | { kind: 'changed-while-editing'; field: Field }

/** A person whose cell is drawn. */
export interface GridPeer {
  id: string
  name: string
  colour: number
  from: CellRef
  to: CellRef
}

export interface ControllerOptions {
  model: () => SheetModel
  editing: () => SheetEditing
  rtl: boolean
  rowHeight: number
  isWritable: (field: Field) => boolean
  mayAddRows: () => boolean
  filter: () => RowFilter | null
  tell: (event: GridEvent) => void
}

type SelectionMemory = ReturnType<Selection['memory']>

/** Ties selection, keys, clipboard and painting to one mounted grid. Every gesture goes through here. */
export class GridController {
  readonly selection: Selection
  readonly actions: KeyActions
  readonly #options: ControllerOptions
  #api: GridApi | null = null
  #overlay: Overlay | null = null
  #root: HTMLElement | null = null
  #frame = 0
  #copied: Rect | null = null
  #peers: readonly GridPeer[] = []
  #columns: readonly string[] | null = null
  #editStart: { cell: CellRef; value: CellValue } | null = null

  constructor(options: ControllerOptions) {
    this.#options = options
    this.selection = new Selection({
      rowCount: () => this.#api?.getDisplayedRowCount() ?? 0,
      rowIndex: (row) => {
        const node = this.#api?.getRowNode(row)
        return node?.displayed === true && node.rowIndex !== null ? node.rowIndex : -1
      },
      rowAt: (index) => this.#api?.getDisplayedRowAtIndex(index)?.id ?? null,
      columns: () => this.#columnKeys(),
    })
    this.selection.onChange(() => this.schedulePaint())
    this.actions = this.#keyActions()
  }

  get api(): GridApi | null {
    return this.#api
  }

  mount(root: HTMLElement, api: GridApi): void {
    this.#api = api
    this.#root = root
    this.#overlay?.destroy()
    this.#overlay = new Overlay(root, api, this.#options.rtl)
    root.querySelector('[role="grid"],[role="treegrid"]')?.setAttribute('aria-multiselectable', 'true')
    this.schedulePaint()
  }

  unmount(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#overlay?.destroy()
    this.#overlay = null
    this.#api = null
  }

  columnsChanged(): void {
    this.#columns = null
    this.schedulePaint()
  }

  showPeers(peers: readonly GridPeer[]): void {
    this.#peers = peers
    this.schedulePaint()
  }

  schedulePaint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#paint()
    })
  }

  onKey = ({ event, editing }: SuppressKeyboardEventParams): boolean =>
    handleKey({ event, editing }, this.selection, this.actions)

  /** AG Grid moved its focus (a click, its own keys): the selection follows. */
  focused({ rowIndex, column, rowPinned }: CellFocusedEvent): void {
    if (rowIndex === null || column === null || typeof column === 'string' || rowPinned) {
      return
    }
    const cell = this.selection.ref(rowIndex, this.#columnKeys().indexOf(column.getColId()))
    const { active } = this.selection
    if (cell !== null && (active?.row !== cell.row || active.key !== cell.key)) {
      this.selection.set(cell)
    }
  }

  /** Rows came, went or moved: AG Grid's focus is a position, ours is a cell. */
  rowsMoved(): void {
    this.schedulePaint()
    const api = this.#api
    const { active } = this.selection
    const focus = api?.getFocusedCell()
    if (!api || active === null || !focus || this.#root?.contains(document.activeElement) !== true) {
      return
    }
    const at = this.selection.position(active)
    if (at.r >= 0 && at.c >= 0 && (focus.rowIndex !== at.r || focus.column.getColId() !== active.key)) {
      api.setFocusedCell(at.r, active.key)
    }
  }

  editingStarted(cell: CellRef): void {
    this.#editStart = { cell, value: this.#options.model().value(cell.row, cell.key) }
    this.schedulePaint()
  }

  /** Text from an editor becomes the value of a cell, or of every selected cell. */
  write(cells: Iterable<CellRef>, raw: CellValue): void {
    const model = this.#options.model()
    const writes: NonNullable<Gesture['writes']>[number][] = []
    let errors = 0
    for (const { row, key } of cells) {
      const field = model.field(key)
      if (field !== undefined && this.#options.isWritable(field)) {
        const value = coerceCell(field, raw)
        errors += cellProblem(field, value) === null ? 0 : 1
        writes.push({ row, ordinal: field.ordinal, value })
        this.#warnIfChangedMeanwhile({ row, key }, field)
      }
    }
    this.#editStart = null
    const cellsWritten = this.#apply({ writes })
    if (cellsWritten > 0) {
      this.#options.tell({ kind: 'wrote', cells: writes.length, errors })
    }
  }

  paste(block: readonly (readonly string[])[]): void {
    const [rect] = this.selection.rects()
    if (rect === undefined || block.length === 0) {
      return
    }
    const model = this.#options.model()
    const filter = this.#options.filter()
    const view = this.selection.view
    const plan = pasteBlock(block, {
      rect,
      rowAt: (index) => view.rowAt(index),
      rowCount: view.rowCount(),
      columns: this.#columnKeys().flatMap((key) => model.field(key) ?? []),
      isWritable: this.#options.isWritable,
      mayAddRows: this.#options.mayAddRows() && filter === null,
      newRowIds,
      newRowValues: [],
    })
    this.#apply({ writes: plan.writes, newRows: { ids: plan.newRows, after: null } })
    this.#copied = null
    const [from, to] = [this.selection.ref(plan.rect.r0, plan.rect.c0), this.selection.ref(plan.rect.r1, plan.rect.c1)]
    if (from !== null && to !== null) {
      this.selection.set(from, to)
    }
    this.#options.tell({ kind: 'pasted', plan })
  }

  /** The selected cells as text, for the clipboard; null when the ranges do not fit together. */
  copy(): string[][] | null {
    const rects = this.selection.rects()
    const [first] = rects
    if (first === undefined) {
      return null
    }
    const blocks = rects.map((rect) => ({ rect, text: this.#textOf(rect) }))
    let block: string[][]
    if (rects.every((rect) => rect.c0 === first.c0 && rect.c1 === first.c1)) {
      block = blocks.sort((a, b) => a.rect.r0 - b.rect.r0).flatMap(({ text }) => text)
    } else if (rects.every((rect) => rect.r0 === first.r0 && rect.r1 === first.r1)) {
      const sorted = blocks.sort((a, b) => a.rect.c0 - b.rect.c0)
      block = (sorted[0]?.text ?? []).map((_, r) => sorted.flatMap(({ text }) => text[r] ?? []))
    } else {
      this.#options.tell({ kind: 'separate-ranges' })
      return null
    }
    this.#copied = first
    this.schedulePaint()
    this.#options.tell({ kind: 'copied', rows: block.length, columns: block[0]?.length ?? 0 })
    return block
  }

  clear(): void {
    const model = this.#options.model()
    const writes: NonNullable<Gesture['writes']>[number][] = []
    let skipped = 0
    for (const { row, key } of this.selection.cells()) {
      const field = model.field(key)
      if (field !== undefined && this.#options.isWritable(field)) {
        writes.push({ row, ordinal: field.ordinal, value: null })
      } else {
        skipped++
      }
    }
    this.#copied = null
    const cells = this.#apply({ writes })
    this.#options.tell({ kind: 'cleared', cells, skipped })
  }

  /** A new row behind the active one (at the end when nothing is chosen); under a filter it gets what the filter asks for. */
  addRow(): void {
    if (!this.#options.mayAddRows()) {
      return
    }
    const model = this.#options.model()
    const filter = this.#options.filter()
    const ids = newRowIds(1)
    const [row = ''] = ids
    const wanted = { site: filter?.site ?? null, month: filter?.month ?? null }
    const writes = model.fields.flatMap((field) => {
      const value = field.role === 'site' ? wanted.site : field.role === 'month' ? wanted.month : null
      return value === null || !this.#options.isWritable(field) ? [] : [{ row, ordinal: field.ordinal, value }]
    })
    this.#apply({ newRows: { ids, after: this.selection.active?.row ?? null }, writes })
    const key = this.selection.active?.key ?? this.#columnKeys()[0]
    if (key !== undefined) {
      this.#choose({ row, key })
    }
    this.#options.tell({ kind: 'rows-added', rows: 1 })
  }

  deleteRows(): void {
    if (!this.#options.mayAddRows()) {
      return
    }
    const rows = this.selection.rows()
    if (rows.length === 0) {
      return
    }
    const { active } = this.selection
    const at = active === null ? 0 : Math.max(0, Math.min(...rows.map((row) => this.selection.view.rowIndex(row))))
    this.#apply({ deleteRows: rows })
    const next = this.selection.ref(Math.min(at, this.selection.view.rowCount() - 1), 0)
    if (next !== null) {
      this.#choose({ row: next.row, key: active?.key ?? next.key })
    }
    this.#options.tell({ kind: 'rows-deleted', rows: rows.length })
  }

  undo(): void {
    this.#history('undo')
  }

  redo(): void {
    this.#history('redo')
  }

  /** Ends an open editor with this value, or with what it holds, and moves the active cell. */
  commitAndMove(rows: number, columns: number, fill: boolean, value?: string): void {
    const api = this.#api
    const { active } = this.selection
    if (api === null || active === null) {
      return
    }
    const editor = api.getCellEditorInstances()[0]
    const entered: unknown = value ?? editor?.getValue()
    api.stopEditing(true) // its own event comes later and with the old value
    const raw = typeof entered === 'string' || typeof entered === 'number' ? entered : null
    const field = this.#options.model().field(active.key)
    if (fill && this.selection.size() > 1) {
      this.write(this.selection.cells(), raw)
      this.#focus(active)
      return
    }
    if (field !== undefined && coerceChanges(field, this.#options.model().value(active.row, active.key), raw)) {
      this.write([active], raw)
    }
    const at = this.selection.position(active)
    const view = this.selection.view
    const r = Math.max(0, Math.min(view.rowCount() - 1, at.r + rows))
    const c = Math.max(0, Math.min(this.#columnKeys().length - 1, at.c + columns))
    const cell = this.selection.ref(r, c)
    if (cell !== null) {
      this.#choose(cell)
    }
  }

  #keyActions(): KeyActions {
    const at = (r: number, c: number): CellRef | null => this.selection.ref(r, c)
    return {
      rtl: this.#options.rtl,
      focus: (r, c) => {
        const cell = at(r, c)
        if (cell !== null) {
          this.#focus(cell)
        }
      },
      reveal: (r, c) => {
        const cell = at(r, c)
        if (cell !== null) {
          this.#api?.ensureIndexVisible(r)
          this.#api?.ensureColumnVisible(cell.key)
        }
      },
      isEmpty: (r, c) => {
        const cell = at(r, c)
        const value = cell === null ? null : this.#options.model().value(cell.row, cell.key)
        return value === null || value === ''
      },
      pageRows: () => {
        const range = this.#api?.getVerticalPixelRange()
        return Math.max(1, Math.floor(((range?.bottom ?? 0) - (range?.top ?? 0)) / this.#options.rowHeight) - 2)
      },
      edit: (r, c) => {
        const cell = at(r, c)
        const field = cell === null ? undefined : this.#options.model().field(cell.key)
        if (cell !== null && field !== undefined && this.#options.isWritable(field)) {
          this.#api?.startEditingCell({ rowIndex: r, colKey: cell.key })
        } else {
          this.actions.sayReadOnly()
        }
      },
      clear: () => this.clear(),
      undo: () => this.undo(),
      redo: () => this.redo(),
      addRow: () => this.addRow(),
      deleteRows: () => this.deleteRows(),
      cancelCopy: () => {
        const had = this.#copied !== null
        this.#copied = null
        this.schedulePaint()
        return had
      },
      commitAndMove: (rows, columns, fill) => this.commitAndMove(rows, columns, fill),
      sayReadOnly: () => {
        const { active } = this.selection
        const field = active === null ? undefined : this.#options.model().field(active.key)
        if (field !== undefined && !this.#options.isWritable(field)) {
          this.#options.tell({ kind: 'read-only', field })
        }
      },
    }
  }

  #apply(gesture: Gesture): number {
    const memory: SelectionMemory = this.selection.memory()
    const cells = this.#options.editing().apply({ ...gesture, memory })
    if (cells > 0) {
      this.#options.model().flush()
    }
    return cells
  }

  #history(direction: 'undo' | 'redo'): void {
    const report = this.#options.editing()[direction]()
    if (report === null) {
      this.#options.tell({ kind: direction === 'undo' ? 'nothing-to-undo' : 'nothing-to-redo' })
      return
    }
    this.#options.model().flush()
    if (isSelectionMemory(report.memory)) {
      this.selection.restore(report.memory)
      if (report.memory.active !== null) {
        this.#focus(report.memory.active)
      }
    }
    this.#options.tell({
      kind: direction === 'undo' ? 'undone' : 'redone',
      cells: report.done,
      changedByOthers: report.changedByOthers.length,
      keptRows: report.keptRows.length,
    })
  }

  #warnIfChangedMeanwhile(cell: CellRef, field: Field): void {
    const start = this.#editStart
    if (start !== null && start.cell.row === cell.row && start.cell.key === cell.key) {
      const now = this.#options.model().value(cell.row, cell.key)
      if (now !== start.value) {
        this.#options.tell({ kind: 'changed-while-editing', field })
      }
    }
  }

  #choose(cell: CellRef): void {
    this.selection.set(cell)
    this.#focus(cell)
  }

  #focus(cell: CellRef): void {
    const at = this.selection.position(cell)
    if (this.#api !== null && at.r >= 0 && at.c >= 0) {
      this.#api.ensureIndexVisible(at.r)
      this.#api.ensureColumnVisible(cell.key)
      this.#api.setFocusedCell(at.r, cell.key)
    }
  }

  #columnKeys(): readonly string[] {
    this.#columns ??=
      this.#api === null
        ? null
        : columnsInReadingOrder(this.#api, this.#options.rtl).map(({ column }) => column.getColId())
    return this.#columns ?? []
  }

  #textOf(rect: Rect): string[][] {
    const model = this.#options.model()
    const keys = this.#columnKeys().slice(rect.c0, rect.c1 + 1)
    const rows: string[][] = []
    for (let r = rect.r0; r <= rect.r1; r++) {
      const row = this.selection.view.rowAt(r)
      if (row !== null) {
        rows.push(
          keys.map((key) => {
            const field = model.field(key)
            return field === undefined ? '' : rawCellText(field, model.value(row, key))
          }),
        )
      }
    }
    return rows
  }

  #paint(): void {
    const api = this.#api
    if (api === null || this.#overlay === null) {
      return
    }
    const boxes: Box[] = []
    for (const peer of this.#peers) {
      const rect = this.selection.rect({ anchor: peer.from, head: peer.to, kind: 'cells' })
      if (rect !== null) {
        boxes.push({
          id: `peer-${peer.id}`,
          rect,
          className: 'ov-peer',
          colour: `var(--peer-${peer.colour})`,
          label: peer.name,
        })
      }
    }
    const rects = this.selection.rects()
    const isEditing = api.getEditingCells().length > 0
    rects.forEach((rect, i) => {
      const isSingle = rect.r0 === rect.r1 && rect.c0 === rect.c1
      // The open editor has a frame of its own; ours would be painted over the pinned cells.
      if (!(isSingle && isEditing)) {
        boxes.push({ id: `sel-${i}`, rect, className: `ov-sel${isSingle ? ' ov-single' : ''}` })
      }
    })
    if (this.#copied !== null) {
      boxes.push({ id: 'copied', rect: this.#copied, className: 'ov-copied' })
    }
    this.#overlay.paint(boxes)
    this.#markHeaders(rects)
  }

  /** Headers and row numbers of what is selected. */
  #markHeaders(rects: readonly Rect[]): void {
    const keys = this.#columnKeys()
    const selected = new Set(rects.flatMap((rect) => keys.slice(rect.c0, rect.c1 + 1)))
    for (const header of this.#root?.querySelectorAll('.ag-header-cell') ?? []) {
      header.classList.toggle('hd-sel', selected.has(header.getAttribute('col-id') ?? ''))
    }
    for (const cell of this.#root?.querySelectorAll('.c-rownum') ?? []) {
      const index = Number(cell.closest('.ag-row')?.getAttribute('row-index') ?? -1)
      cell.classList.toggle(
        'rn-sel',
        rects.some((rect) => index >= rect.r0 && index <= rect.r1),
      )
    }
  }
}

/** Whether an editor that was left holds something else than the cell. */
function coerceChanges(field: Field, before: CellValue, raw: CellValue): boolean {
  return raw !== rawCellText(field, before) && coerceCell(field, raw) !== before
}

function isSelectionMemory(memory: unknown): memory is SelectionMemory {
  return typeof memory === 'object' && memory !== null && 'ranges' in memory && 'active' in memory
}
