import type { GridOptions } from 'ag-grid-community'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { SheetEditing } from '#collab/binding/SheetEditing.ts'
import { DELETED } from '#collab/schema/layout.ts'
import { isCellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowHeight } from '#shared/views/rowHeights.ts'
import { HeaderContext, type HeaderView } from './cells/HeaderContext.ts'
import { headerKeyOf, openMenuByKey } from './cells/headerMenu.ts'
import { isOnMark } from './cells/isOnMark.ts'
import { placeBelow } from './cells/placeBelow.ts'
import { attachClipboard } from './clipboard/attachClipboard.ts'
import { columnLayout, type ColumnView } from './columnLayout.ts'
import { sheetColumns, type ColumnAccess, type ColumnWords } from './columns.ts'
import type { EditorWatch } from './editing/EditorWatch.ts'
import { attachFileDrop } from './files/attachFileDrop.ts'
import type { GridFiles } from './files/GridFiles.ts'
import { follow, refreshTotals } from './follow.ts'
import { GridController } from './GridController.ts'
import type { GridEvent } from './GridGestures.ts'
import { clickHead } from './groups/clickHead.ts'
import { isGroupId } from './groups/groupId.ts'
import { attachLongPress } from './longPress.ts'
import type { GridRow, RowFilter, SheetModel } from './model/SheetModel.ts'
import type { MarkOf } from './marks/cellMarks.ts'
import type { PasteDialogs } from './paste/runPaste.ts'
import { registerGridModules } from './modules.ts'
import { ROW_NUMBER } from './overlay.ts'
import { attachPointer } from './pointer.ts'
import { Islands, IslandsOutlet } from './react/Islands.tsx'
import { rowModelOptions } from './rowModel/sheetRowModelModule.ts'
import type { GestureRunner } from './running/GestureRunner.ts'
import { ROW_HEIGHTS_PX, sheetTheme, TOUCH_ROW_HEIGHT } from './sheetTheme.ts'
import { isBlank, labelOf, summaryOf } from './summaries/summaryCells.ts'
import { attachTaps } from './taps.ts'
import { useGrid } from './useGrid.ts'
import type { RowView } from './view/RowView.ts'
import type { ViewState } from './view/viewState.ts'
import './cells/cells.css'
import './marks/scales.css'
import './marks/marks.css'
import './sheet.css'

registerGridModules()

export interface SheetGridProps {
  model: SheetModel
  editing: SheetEditing
  runner: GestureRunner
  /** Ordinals that may be written now. */
  writable: ReadonlySet<number>
  access: (field: Field) => ColumnAccess
  /** What new rows get, and why pasted ones cannot be added. */
  filter: RowFilter | null
  /** The rows on display. */
  rows: RowView
  columns: ColumnView
  totals: ViewState['totals']
  rowHeight: RowHeight
  /** How the view marks cells; null: it marks none. */
  marks: MarkOf | null
  header: HeaderView
  onColumnsMoved: (order: string[]) => void
  onColumnResized: (key: string, widthPx: number) => void
  /** Row id and ordinal of cells that the server refused, as `row:ordinal`. */
  refused: ReadonlySet<string>
  /** Cells that two people wrote at once and nobody has decided, as `row:ordinal`. */
  contested: ReadonlySet<string>
  /** Of a past sheet: what a cell holds now, in words; null when it is the same. Another function when answers change. */
  differs: ((row: string, key: string) => string | null) | null
  /** Rows that have a note, and how it begins. */
  noted: ReadonlyMap<string, { excerpt: string }>
  rtl: boolean
  phone: boolean
  words: ColumnWords
  label: string
  pasteDialogs: PasteDialogs
  files: GridFiles
  tell: (event: GridEvent) => void
  onEditorOpen: (open: boolean) => void
  /** Learns which cell is typed in, and how that ended. */
  editor: EditorWatch
  /** The history of the active cell is asked for. */
  onHistory: () => void
  /** A menu for the active cell is asked for, at a place of the window. */
  onMenu: (place: { x: number; y: number }) => void
  /** On a phone: the row of the active cell is to be opened. */
  onRow: () => void
  onReady: (controller: GridController) => void
}

/** Row order may be written = rows may be added and removed. */
const ORDER_ORDINAL = 0

/** The same objects for ever: a new one makes the grid rebuild its columns and end an open editor. */
const COLUMN_DEFAULTS = { resizable: true, suppressHeaderMenuButton: true }
const TOTALS: GridRow[] = [{ id: 'total' }]

/** The grid of one sheet. Mount it anew (by key) when the direction or the phone form changes. */
export function SheetGrid(props: SheetGridProps) {
  const { model, rows, rtl, phone, words, writable, access } = props
  const { hidden, pinned, order, widths } = props.columns
  const [latest] = useState(() => new Latest(props))
  const [islands] = useState(() => new Islands())
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    latest.set(props)
  })
  const rowHeight = rowHeightOf(props)

  const controller = useMemo(
    () =>
      new GridController({
        model: () => latest.props.model,
        editing: () => latest.props.editing,
        runner: () => latest.props.runner,
        rtl,
        rowHeight: () => rowHeightOf(latest.props),
        isWritable: (field) => mayWrite(field, latest.props.writable),
        mayAddRows: () => latest.props.writable.has(ORDER_ORDINAL),
        rows: () => latest.props.rows,
        filter: () => latest.props.filter,
        pasteDialogs: () => latest.props.pasteDialogs,
        tell: (event) => {
          if (event.kind === 'changed-while-editing') {
            latest.props.editor.overwrote(event.cell, event.theirs)
          }
          latest.props.tell(event)
        },
        showHistory: () => latest.props.onHistory(),
        files: () => latest.props.files,
      }),
    [rtl, latest],
  )

  const columnDefs = useMemo(
    () =>
      sheetColumns({
        islands,
        model,
        rtl,
        phone,
        words,
        isWritable: (field) => mayWrite(field, writable),
        access,
        isRefused: (row, key) => latest.props.refused.has(`${row}:${model.field(key)?.ordinal ?? ''}`),
        isContested: (row, key) => latest.props.contested.has(`${row}:${model.field(key)?.ordinal ?? ''}`),
        differs: (row, key) => latest.props.differs?.(row, key) ?? null,
        noteOf: (row) => latest.props.noted.get(row)?.excerpt ?? null,
        mark: (row, key) => latest.props.marks?.(row, key) ?? null,
        summary: (field, group) => summaryOf(latest.props, field, group),
        group: (row) => labelOf(latest.props, row),
        labelRoom: (field, group) => controller.labelRoom(field.key, (key) => isBlank(latest.props, key, group)),
        numberAt: (index) => latest.props.rows.groups.numberAt(index),
        commit: (value, fill = false) => controller.commitAndMove(1, 0, fill, value),
        takeTyped: () => controller.takeTyped(),
        onKey: controller.onKey,
        onHeaderKey: (params) => openMenuByKey(params, latest.props.header),
      }),
    [islands, model, rtl, phone, words, writable, access, controller, latest],
  )

  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      controller.attach(element)
    },
    [controller],
  )
  const options = useMemo(
    () => ({ ...gridOptions(controller, latest), enableRtl: rtl, suppressClickEdit: phone }),
    [controller, latest, rtl, phone],
  )
  const isReady = useGrid(host, options, { columnDefs, rowHeight, pinnedBottomRowData: TOTALS })
  useLayoutEffect(() => {
    if (isReady && !phone) {
      const state = columnLayout(columnDefs, { hidden, pinned, order, widths }, rtl)
      controller.api?.applyColumnState({ state, applyOrder: true })
    }
  }, [controller, isReady, columnDefs, hidden, pinned, order, widths, rtl, phone])
  useLayoutEffect(() => {
    if (isReady) {
      controller.lines.show(rows.lines(), true)
    }
  }, [controller, isReady, rows])
  useEffect(() => (isReady ? latest.props.onReady(controller) : undefined), [controller, isReady, latest])

  useEffect(
    () =>
      rows.onChange((change) => {
        keepTextOfGoneRow(controller, latest.props)
        follow(controller, rows, change)
      }),
    [rows, controller, latest],
  )
  useEffect(() => {
    refreshTotals(controller)
    controller.schedulePaint()
  }, [controller, rows, props.totals])
  useEffect(() => controller.schedulePaint(), [controller, rowHeight])
  useEffect(() => {
    controller.api?.refreshCells({ force: true })
  }, [controller, props.refused, props.contested, props.differs, props.noted, props.marks])
  useEffect(() => {
    const element = controller.root
    if (element === null) {
      return
    }
    const openRow = phone ? () => latest.props.onRow() : null
    const detach = [
      attachPointer(element, controller),
      attachTaps(element, controller, openRow),
      attachLongPress(element),
      attachClipboard(element, controller, rtl),
      attachFileDrop(element, controller),
    ]
    return () => {
      detach.forEach((off) => off())
      controller.unmount()
    }
  }, [controller, rtl, phone, latest])

  return (
    <div
      ref={attach}
      className={phone ? 'sheet-grid sheet-phone' : `sheet-grid sheet-${props.rowHeight}`}
      data-testid="sheet"
      dir={rtl ? 'rtl' : 'ltr'}
      onContextMenu={(event) => {
        const key = headerKeyOf(event.target)
        if (key !== null) {
          event.preventDefault()
          props.header.openMenu(key, { x: event.clientX, y: event.clientY })
        }
      }}
    >
      <HeaderContext value={props.header}>
        <IslandsOutlet islands={islands} />
        <div ref={host} className="sheet-host" />
      </HeaderContext>
    </div>
  )
}

/** The props of the last render, for callbacks that the grid keeps for ever. */
class Latest<Props> {
  #props: Props

  constructor(props: Props) {
    this.#props = props
  }

  get props(): Props {
    return this.#props
  }

  set(props: Props): void {
    this.#props = props
  }
}

const rowHeightOf = ({ phone, rowHeight }: SheetGridProps): number =>
  phone ? TOUCH_ROW_HEIGHT : Math.max(ROW_HEIGHTS_PX[rowHeight], isFinger() ? TOUCH_ROW_HEIGHT : 0)

const isFinger = (): boolean => matchMedia('(pointer: coarse)').matches

const mayWrite = (field: Field, writable: ReadonlySet<number>): boolean =>
  field.type !== 'formula' && writable.has(field.ordinal)

/**
 * Everything of the grid that stays the same while it is mounted. A changed filter function would run the filters again,
 * and that would end an open editor.
 */
function gridOptions(controller: GridController, latest: Latest<SheetGridProps>): GridOptions<GridRow> {
  return {
    theme: sheetTheme,
    ...rowModelOptions(controller.lines),
    defaultColDef: COLUMN_DEFAULTS,
    headerHeight: 42,
    groupHeaderHeight: 22,
    animateRows: false,
    suppressRowTransform: true,
    suppressScrollOnNewData: true,
    suppressDragLeaveHidesColumns: true,
    maintainColumnOrder: true,
    readOnlyEdit: true,
    stopEditingWhenCellsLoseFocus: true,
    suppressNoRowsOverlay: true,
    tooltipShowDelay: 300,
    onGridPreDestroyed: () => controller.unmount(),
    onGridReady: ({ api }) => {
      controller.mount(api)
      controller.root?.querySelector('[role="grid"],[role="treegrid"]')?.setAttribute('aria-label', latest.props.label)
    },
    // All other Tabs are ours: behind the last cell and before the first one the browser goes on, not to the totals.
    tabToNextCell: () => false,
    preventDefaultOnContextMenu: true,
    onCellContextMenu: ({ node, column, event }) => {
      if (
        node.rowPinned ||
        node.id === undefined ||
        column.getColId() === ROW_NUMBER ||
        !(event instanceof MouseEvent)
      ) {
        return
      }
      controller.choose({ row: node.id, key: column.getColId() })
      latest.props.onMenu({ x: event.clientX, y: event.clientY })
    },
    rowClassRules: { 'row-group': ({ data }) => isGroupId(data?.id) },
    onCellClicked: ({ node, column, event }) => {
      if (isGroupId(node.id)) {
        clickHead(controller, node.id ?? '', column.getColId(), event)
      } else if (node.rowPinned && event?.target instanceof Element && column.getColId() !== ROW_NUMBER) {
        latest.props.header.openMenu(column.getColId(), placeBelow(event.target))
      } else if (!node.rowPinned && event instanceof MouseEvent && isOnMark(event)) {
        const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
        if (isPlain && !controller.gestures.toggle()) {
          controller.actions.sayReadOnly()
        }
      }
    },
    onCellDoubleClicked: ({ node }) =>
      isGroupId(node.id)
        ? undefined
        : latest.props.phone
          ? latest.props.onRow()
          : controller.files.open() || controller.actions.sayReadOnly(),
    onCellFocused: (event) => controller.focused(event),
    onCellEditRequest: ({ node, column, newValue }) => {
      const cell = { row: node.id ?? '', key: column.getColId() }
      const raw = isCellValue(newValue) ? newValue : null
      if (controller.gestures.isEdited(cell, raw)) {
        controller.gestures.write([cell], raw)
      }
    },
    onCellEditingStarted: ({ node, column }) => {
      const cell = { row: node.id ?? '', key: column.getColId() }
      controller.gestures.editingStarted(cell)
      latest.props.editor.opened(cell, latest.props.model.value(cell.row, cell.key))
      controller.schedulePaint()
      latest.props.onEditorOpen(true)
    },
    onCellEditingStopped: ({ api, rowIndex, column }) => {
      controller.takeTyped()
      latest.props.onEditorOpen(false)
      latest.props.editor.closed()
      controller.schedulePaint()
      // Ending an editor from code drops the focus on the page; the next key would be lost.
      if (rowIndex !== null && document.activeElement === document.body) {
        api.setFocusedCell(rowIndex, column)
      }
    },
    onModelUpdated: ({ api }) => {
      api.refreshCells({ columns: [ROW_NUMBER] })
      controller.rowsMoved()
    },
    onDisplayedColumnsChanged: () => {
      controller.columnsChanged()
      refreshTotals(controller) // the label of a group stands in the first column
    },
    onColumnResized: ({ columns, finished, source }) => {
      controller.schedulePaint()
      refreshTotals(controller)
      if (finished && (source === 'uiColumnResized' || source === 'autosizeColumns')) {
        columns?.forEach((column) => latest.props.onColumnResized(column.getColId(), column.getActualWidth()))
      }
    },
    onColumnMoved: ({ api, finished, source }) => {
      if (finished && source === 'uiColumnMoved') {
        const keys = api.getAllGridColumns().map((column) => column.getColId())
        latest.props.onColumnsMoved(keys.filter((key) => key !== ROW_NUMBER))
      }
    },
    onGridSizeChanged: ({ api }) => {
      // a panel that opens beside the sheet does not cover the cell that it is about
      const { active } = controller.selection
      if (active !== null) {
        api.ensureColumnVisible(active.key)
      }
      controller.schedulePaint()
    },
    onFirstDataRendered: () => controller.schedulePaint(),
    onViewportChanged: () => controller.scheduleMarks(),
  }
}

/** The row under an open editor was deleted: the grid will take the editor away with it, and what was typed. */
function keepTextOfGoneRow({ api }: GridController, { editor, model }: SheetGridProps): void {
  const state = editor.state()
  const slot = state?.kind === 'open' ? model.store.slotOf(state.cell.row) : undefined
  if (api === null || state === null || slot === undefined || model.store.value(slot, DELETED) !== true) {
    return
  }
  const text: unknown = api.getCellEditorInstances()[0]?.getValue()
  api.stopEditing(true)
  editor.rowGone(state.cell, typeof text === 'string' || typeof text === 'number' ? String(text) : '')
}
