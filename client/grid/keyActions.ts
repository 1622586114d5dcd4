import type { GridApi } from 'ag-grid-community'
import type { Field } from '#shared/fields/field.ts'
import { enterKey } from './enterKey.ts'
import type { FileCells } from './files/FileCells.ts'
import type { GridGestures } from './GridGestures.ts'
import type { GroupGestures } from './groups/GroupGestures.ts'
import { isGroupId } from './groups/groupId.ts'
import type { KeyActions } from './keyboard.ts'
import type { SheetModel } from './model/SheetModel.ts'
import type { CellRef, Selection } from './Selection.ts'

/** What keys act on. */
export interface KeyPorts {
  rtl: boolean
  api: () => GridApi | null
  model: () => SheetModel
  isWritable: (field: Field) => boolean
  /** In pixels. */
  rowHeight: () => number
  selection: Selection
  gestures: GridGestures
  groups: GroupGestures
  files: FileCells
  focus: (cell: CellRef) => void
  reveal: (cell: CellRef) => void
  /** Keeps what is typed before an editor can take it; null forgets it. */
  typed: (key: string | null, isFirst: boolean) => void
  commitAndMove: KeyActions['commitAndMove']
  showHistory: () => void
  sayReadOnly: (field: Field) => void
  paint: () => void
}

/** Keys of the grid as gestures: the one place where both meet. */
export function keyActions(ports: KeyPorts): KeyActions {
  const { selection, gestures, groups } = ports
  const withCell = (r: number, c: number, act: (cell: CellRef) => void): void => {
    const cell = selection.ref(r, c)
    if (cell !== null) {
      act(cell)
    }
  }
  /** The field of a cell that may be written now. */
  const writable = (cell: CellRef | null): boolean => {
    const field = cell === null || isGroupId(cell.row) ? undefined : ports.model().field(cell.key)
    return field !== undefined && ports.isWritable(field)
  }
  const sayReadOnly = (): void => {
    const { active } = selection
    const field = active === null || isGroupId(active.row) ? undefined : ports.model().field(active.key)
    if (field !== undefined && !ports.isWritable(field)) {
      ports.sayReadOnly(field)
    }
  }
  return {
    rtl: ports.rtl,
    focus: (r, c) => withCell(r, c, ports.focus),
    reveal: (r, c) => withCell(r, c, ports.reveal),
    isEmpty: (r, c) => {
      const cell = selection.ref(r, c)
      const value = cell === null ? null : ports.model().value(cell.row, cell.key)
      return value === null || value === ''
    },
    pageRows: () => {
      const range = ports.api()?.getVerticalPixelRange()
      return Math.max(1, Math.floor(((range?.bottom ?? 0) - (range?.top ?? 0)) / ports.rowHeight()) - 2)
    },
    enterEdits: () => enterKey() === 'edits',
    edit: (r, c, replaces) => {
      ports.typed(null, true)
      if (ports.files.open()) {
        return
      }
      const cell = selection.ref(r, c)
      if (cell !== null && writable(cell)) {
        const key = replaces === true ? { key: 'Backspace' } : {}
        ports.api()?.startEditingCell({ rowIndex: r, colKey: cell.key, ...key })
      } else {
        sayReadOnly()
      }
    },
    typed: ports.typed,
    clear: () => gestures.clear(),
    toggle: () => gestures.toggle(),
    toggleGroup: () => groups.toggle(selection.active?.row ?? ''),
    foldGroup: (isClosed) => groups.foldActive(isClosed),
    today: () => gestures.today(false),
    now: () => gestures.today(true),
    repeat: (direction) => gestures.filling.repeat(direction),
    undo: () => gestures.undo(),
    redo: () => gestures.redo(),
    insertRows: () => gestures.rows.insertAbove(),
    deleteRows: () => gestures.rows.delete(),
    moveRows: (step) => gestures.rows.moveBy(step),
    history: ports.showHistory,
    cancelCopy: () => {
      const had = gestures.copying.cancel()
      ports.paint()
      return had
    },
    commitAndMove: ports.commitAndMove,
    sayReadOnly,
  }
}
