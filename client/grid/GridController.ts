import type { CellFocusedEvent, GridApi, SuppressKeyboardEventParams } from 'ag-grid-community'
import { isCellValue, type CellValue } from '#shared/cells/cellValue.ts'
import { AwaitedColumn } from './AwaitedColumn.ts'
import { boxesOf } from './boxes.ts'
import { CellKeyboard } from './CellKeyboard.ts'
import { followFocus } from './followFocus.ts'
import { keyActions } from './keyActions.ts'
import { handleKey, leaveEditor, type KeyActions } from './keyboard.ts'
import { GridGestures, type GestureOptions } from './GridGestures.ts'
import { GroupGestures } from './groups/GroupGestures.ts'
import type { Dragged } from './fill/dragged.ts'
import { FileCells, type FileOptions } from './files/FileCells.ts'
import { columnsInReadingOrder, Overlay } from './overlay.ts'
import { GridLines } from './rowModel/GridLines.ts'
import { Selection, type CellRef, type Rect } from './Selection.ts'

/** A person whose cell is drawn. */
export interface GridPeer {
  id: string
  name: string
  colour: number
  from: CellRef
  to: CellRef
}

export interface ControllerOptions extends GestureOptions, FileOptions {
  showHistory: () => void
  rtl: boolean
  /** In pixels. */
  rowHeight: () => number
}

/** So many found cells are marked: each is an element of its own. */
const MOST_FOUND = 300

/** Ties selection, keys, clipboard and painting to one mounted grid. Every gesture goes through here. */
export class GridController {
  /** What the grid shows. */
  readonly lines = new GridLines((id) => this.#options.model().row(id))
  readonly selection: Selection
  readonly gestures: GridGestures
  readonly actions: KeyActions
  readonly files: FileCells
  readonly groups: GroupGestures
  readonly newColumn = new AwaitedColumn(
    () => this.#api,
    () => this.#root,
  )
  readonly #keyboard = new CellKeyboard(() => this.#root)
  readonly #options: ControllerOptions
  #api: GridApi | null = null
  #overlay: Overlay | null = null
  #root: HTMLElement | null = null
  #frame = 0
  /** The boxes are not where they should be. */
  #isStale = false
  /** Was to get the focus before the grid had its row; gets it when the row arrives. */
  #awaited: CellRef | null = null
  #peers: readonly GridPeer[] = []
  #columns: readonly string[] | null = null
  #dragged: Dragged | null = null
  #gap: number | null = null
  #found: readonly CellRef[] = []
  /** What was typed since an editor was asked for, until it is there. */
  #typed: string | null = null

  constructor(options: ControllerOptions) {
    this.#options = options
    this.selection = new Selection({
      rowCount: () => this.lines.count,
      rowIndex: (row) => this.lines.placeOf(row),
      rowAt: (index) => this.lines.at(index)?.id ?? null,
      columns: () => this.#columnKeys(),
    })
    this.selection.onChange(() => this.#paintSoon())
    this.gestures = new GridGestures(options, this.selection, (cell) => this.#focus(cell))
    this.groups = new GroupGestures(this.selection, {
      groups: () => options.rows().groups,
      focus: (cell) => this.#focus(cell),
      tell: (head, isClosed) => options.tell({ kind: 'groups-folded', head, isClosed }),
    })
    this.files = new FileCells(options, this.selection, {
      goTo: (cell) => this.goTo(cell),
      paint: () => this.schedulePaint(),
    })
    this.actions = this.#keyActions()
  }

  get api(): GridApi | null {
    return this.#api
  }

  /** The element around the grid. */
  get root(): HTMLElement | null {
    return this.#root
  }

  /** Before the grid is ready. */
  attach(root: HTMLElement | null): void {
    this.#root = root
  }

  mount(api: GridApi): void {
    const root = this.#root
    if (root === null) {
      return
    }
    this.#api = api
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
    this.newColumn.columnsChanged()
  }

  /** The columns of fields that are shown, in reading order. */
  fieldKeys(): string[] {
    return this.#columnKeys().filter((key) => this.#options.model().field(key) !== undefined)
  }

  /** The rows that pass, also those of closed groups. */
  rowIds(): string[] {
    return this.#options
      .rows()
      .rows()
      .map(({ id }) => id)
  }

  /**
   * How wide the label of a group may be in this column, in pixels: over columns behind it that show nothing, as long as
   * they scroll with it. Null: the label stands in the first column, and this is another one.
   */
  labelRoom(key: string, isBlank: (key: string) => boolean): number | null {
    const placed = this.#api === null ? [] : columnsInReadingOrder(this.#api, this.#options.rtl)
    const [first] = placed
    if (first?.column.getColId() !== key) {
      return null
    }
    const end = placed.findIndex(({ zone, column }, i) => i > 0 && (zone !== first.zone || !isBlank(column.getColId())))
    return placed.slice(0, end < 0 ? placed.length : end).reduce((sum, { column }) => sum + column.getActualWidth(), 0)
  }

  /** Marks cells that were found. */
  showFound(cells: readonly CellRef[]): void {
    this.#found = cells.slice(0, MOST_FOUND)
    this.schedulePaint()
  }

  /** Where the fill handle is drawn to; null: it is not drawn. */
  showDragged(dragged: Dragged | null): void {
    this.#dragged = dragged
    this.schedulePaint()
  }

  /** Whole rows can be dragged to another place. A sort or filter may still forbid it; then the person is told. */
  get canMoveRows(): boolean {
    return this.#options.mayAddRows()
  }

  /** The place that dragged rows would go to (above the row at this position); null: none are dragged. */
  showGap(gap: number | null): void {
    this.#gap = gap
    this.schedulePaint()
  }

  /** The fill handle of the only range was let go there. */
  drop({ kind, rect }: Dragged, isCopy: boolean): void {
    const [from] = this.selection.rects()
    if (kind === 'clear') {
      const size = (rect.r1 - rect.r0 + 1) * (rect.c1 - rect.c0 + 1)
      this.gestures.clear(this.selection.cellsIn(rect), size)
    } else if (from !== undefined) {
      this.gestures.filling.fill(from, rect, isCopy)
    }
  }

  showPeers(peers: readonly GridPeer[]): void {
    this.#peers = peers
    this.schedulePaint()
  }

  schedulePaint(): void {
    this.#isStale = true
    this.scheduleMarks()
  }

  /** Behind the key or the click that is being worked on, without waiting for a frame. */
  #paintSoon(): void {
    this.schedulePaint()
    queueMicrotask(() => this.#isStale && this.#paint())
  }

  /** Other rows are drawn than before: the boxes stand where they stood, and scroll with the rows. */
  scheduleMarks(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#paint()
    })
  }

  onKey = ({ event, editing }: SuppressKeyboardEventParams): boolean => {
    const isOurs = handleKey({ event, editing }, this.selection, this.actions)
    if (!isOurs && event.key === 'Tab') {
      this.#keyboard.giveUp() // it leaves the sheet
    }
    return isOurs
  }

  /** AG Grid moved its focus (a click, its own keys): the selection follows. */
  focused({ rowIndex, column, rowPinned }: CellFocusedEvent): void {
    if (rowIndex === null || column === null || typeof column === 'string' || rowPinned) {
      return
    }
    // The event comes late: under quick fingers the focus is somewhere else already.
    const now = this.#api?.getFocusedCell()
    if (now?.rowIndex !== rowIndex || now.column !== column) {
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
    const awaited = this.#awaited
    if (awaited !== null) {
      requestAnimationFrame(() => this.#focus(awaited)) // the grid is still placing its rows
      return
    }
    followFocus(this.#api, this.#root, this.selection, (cell) => this.#focus(cell))
  }

  /** What was typed before the editor could take it, its first key included; null when it was not opened by typing. */
  takeTyped(): string | null {
    const typed = this.#typed
    this.#typed = null
    return typed
  }

  /** Ends an open editor with this value, or with what it holds, and moves the active cell. */
  commitAndMove(rows: number, columns: number, fill: boolean, value?: CellValue): void {
    const api = this.#api
    const { active } = this.selection
    if (api === null || active === null) {
      return
    }
    const editor = api.getCellEditorInstances()[0]
    // A person may be quicker than an editor is drawn.
    const early = editor === undefined ? (this.#typed ?? this.#options.model().value(active.row, active.key)) : null
    const entered: unknown = value !== undefined ? value : (early ?? editor?.getValue())
    this.#typed = null
    api.stopEditing(true) // its own event comes later and with the old value
    const raw = isCellValue(entered) ? entered : null
    if (fill && this.selection.size() > 1) {
      this.gestures.write(this.selection.cells(), raw)
      this.#focus(active)
      return
    }
    if (this.gestures.isEdited(active, raw)) {
      this.gestures.write([active], raw)
    }
    if (!leaveEditor(rows, columns, this.selection, this.actions)) {
      this.#focus(active)
    }
  }

  #keyActions(): KeyActions {
    const { rtl, model, isWritable, rowHeight, showHistory, tell } = this.#options
    const { selection, gestures, groups, files } = this
    return keyActions({
      rtl,
      model,
      isWritable,
      rowHeight,
      showHistory,
      selection,
      gestures,
      groups,
      files,
      api: () => this.#api,
      focus: (cell) => this.#focus(cell),
      reveal: (cell) => this.reveal(cell),
      typed: (key, isFirst) => {
        this.#typed = key === null || isFirst ? key : `${this.#typed ?? ''}${key}`
      },
      commitAndMove: (rows, columns, fill) => this.commitAndMove(rows, columns, fill),
      sayReadOnly: (field) => tell({ kind: 'read-only', field }),
      paint: () => this.schedulePaint(),
    })
  }

  /** Makes a cell the active one, unless it is among the selected ones already. */
  choose(cell: CellRef): void {
    const { r, c } = this.selection.position(cell)
    if (this.selection.rects().some((rect) => r >= rect.r0 && r <= rect.r1 && c >= rect.c0 && c <= rect.c1)) {
      this.selection.moveActive(cell)
    } else {
      this.selection.set(cell)
    }
    this.#focus(cell)
  }

  /** Makes a cell the active one and brings it into view, as soon as its row is shown. */
  goTo(cell: CellRef): void {
    this.selection.set(cell)
    this.#focus(cell)
  }

  /** Brings a cell into view, and leaves the active one where it is. */
  reveal(cell: CellRef): void {
    this.#options.rows().groups.open(cell.row)
    const { r, c } = this.selection.position(cell)
    if (r >= 0 && c >= 0) {
      this.#api?.ensureIndexVisible(r)
      this.#api?.ensureColumnVisible(cell.key)
    }
  }

  /** The active cell gets the keyboard, after a dialog had it. */
  takeFocus(): void {
    const { active } = this.selection
    if (active !== null) {
      this.#focus(active)
    }
  }

  /** In a closed group it is shown first. */
  #focus(cell: CellRef): void {
    this.#options.rows().groups.open(cell.row)
    const at = this.selection.position(cell)
    this.#awaited = this.#api !== null && at.r >= 0 ? null : cell
    if (this.#api !== null && at.r >= 0 && at.c >= 0) {
      this.#api.ensureIndexVisible(at.r)
      this.#api.ensureColumnVisible(cell.key)
      this.#api.setFocusedCell(at.r, cell.key)
      this.#keyboard.take()
    }
  }

  #columnKeys(): readonly string[] {
    this.#columns ??=
      this.#api === null
        ? null
        : columnsInReadingOrder(this.#api, this.#options.rtl).map(({ column }) => column.getColId())
    return this.#columns ?? []
  }

  #paint(): void {
    const api = this.#api
    if (api === null || this.#overlay === null) {
      return
    }
    if (this.#isStale) {
      this.#isStale = false
      const boxes = boxesOf({
        selection: this.selection,
        peers: this.#peers,
        found: this.#found,
        dragged: this.#dragged,
        gap: this.#gap,
        drop: this.files.held,
        copied: this.gestures.copying.outline,
        isEditing: api.getEditingCells().length > 0,
        isFillable: (rect) => this.#isFillable(rect),
      })
      this.#overlay.paint(boxes)
    }
    this.#overlay.markSelected(this.selection, this.canMoveRows)
  }

  #isFillable({ r0, r1, c0, c1 }: Rect): boolean {
    if ((this.selection.dataFrom(r0, 1) ?? r1 + 1) > r1) {
      return false // nothing but heads of groups
    }
    const fields = this.#columnKeys().slice(c0, c1 + 1)
    return fields.some((key) => {
      const field = this.#options.model().field(key)
      return field !== undefined && this.#options.isWritable(field)
    })
  }
}
