import { edgeOfBlock, type Block } from './edgeOfBlock.ts'
import { handleGroupKey, type GroupKeyActions } from './groups/groupKeys.ts'
import type { Selection } from './Selection.ts'

/** What keys do. */
export interface KeyActions extends GroupKeyActions {
  /** Right-to-left: the right arrow moves to the previous column. */
  readonly rtl: boolean
  focus(r: number, c: number): void
  reveal(r: number, c: number): void
  isEmpty(r: number, c: number): boolean
  pageRows(): number
  /** Enter edits a cell, as in Google Sheets, instead of going down. */
  enterEdits(): boolean
  /** Opens the editor of a cell, empty when what is typed replaces the value. */
  edit(r: number, c: number, replaces?: boolean): void
  clear(): void
  /** Repeats the first row or column of the selection over the rest of it. */
  repeat(direction: 'down' | 'across'): void
  undo(): void
  redo(): void
  /** Yes becomes no and the other way round; false where the active cell is neither. */
  toggle(): boolean
  /** Writes the date of today, or in a text date and time of now. */
  today(): void
  now(): void
  insertRows(): void
  deleteRows(): void
  /** Moves the selected rows one up (-1) or down (1) in the sheet. */
  moveRows(step: -1 | 1): void
  /** Shows the history of the active cell. */
  history(): void
  /** Takes the copy outline away; false when there is none. */
  cancelCopy(): boolean
  /** Ends the editor, writes its value (into every selected cell when `fill`) and moves. */
  commitAndMove(rows: number, columns: number, fill: boolean): void
  /** A character before the editor is there to take it. */
  typed(key: string | null, isFirst: boolean): void
  /** Says why typing does nothing here. */
  sayReadOnly(): void
}

export interface KeyPress {
  event: KeyboardEvent
  editing: boolean
}

interface Position {
  r: number
  c: number
}

/** The Latin letter of a shortcut: on an Arabic layout Ctrl+Z has the key "ئ" and the code "KeyZ". */
export function shortcut(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[\x20-\x7e]$/.test(event.key)) {
    return event.key.toLowerCase()
  }
  return event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key
}

/** Handles a key of the grid. True = the grid itself must not act on it. */
export function handleKey(press: KeyPress, selection: Selection, actions: KeyActions): boolean {
  const { event } = press
  if (event.isComposing) {
    return true
  }
  const { active } = selection
  if (event.keyCode === 229 || event.key === 'Process') {
    // The first key of an input method: with the editor open inside this event, the composition lands in it.
    if (!press.editing && active !== null) {
      const at = selection.position(active)
      actions.edit(at.r, at.c, true)
    }
    return true
  }
  if (press.editing) {
    return handleEditorKey(event, actions)
  }
  const { last } = selection
  const rect = last === null ? null : selection.rect(last)
  if (active === null || last === null || rect === null) {
    return false
  }
  const at = selection.position(active)
  if (at.r < 0 || at.c < 0) {
    return false
  }
  const handled =
    handleGroupKey(event, active.row, actions) ||
    moveRows(event, actions) ||
    move(event, selection, actions, at) ||
    command(event, selection, actions, at)
  if (handled) {
    event.preventDefault()
    return true
  }
  if (isClipboardKey(event)) {
    return true // the clipboard events do the work
  }
  if (isCharacter(event)) {
    actions.typed(event.key, true)
    actions.sayReadOnly()
  }
  return false
}

const isCharacter = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey

/** Ctrl+C, X, V and what they were before: Ctrl+Insert, Shift+Delete, Shift+Insert. */
function isClipboardKey(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey
  return modified
    ? ['c', 'x', 'v', 'Insert'].includes(shortcut(event))
    : event.key === 'Insert' || (event.key === 'Delete' && event.shiftKey)
}

/** Tab and Enter write and move without opening the next editor. */
function handleEditorKey(event: KeyboardEvent, actions: KeyActions): boolean {
  const hasOwnKeys = event.target instanceof Element && event.target.closest('[data-own-keys]') !== null
  if (event.key !== 'Tab' && event.key !== 'Enter') {
    if (isCharacter(event) && event.target instanceof Element && event.target.matches('.ag-cell')) {
      actions.typed(event.key, false)
    }
    return hasOwnKeys && event.key !== 'Escape'
  }
  if (event.key === 'Enter' && (event.altKey || hasOwnKeys)) {
    return true
  }
  event.preventDefault()
  const step = event.shiftKey ? -1 : 1
  actions.commitAndMove(
    event.key === 'Enter' ? step : 0,
    event.key === 'Tab' ? step : 0,
    event.ctrlKey || event.metaKey,
  )
  return true
}

/** Alt+Shift+Up and Down. */
function moveRows(event: KeyboardEvent, actions: KeyActions): boolean {
  const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown'
  if (!isArrow || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) {
    return false
  }
  actions.moveRows(event.key === 'ArrowUp' ? -1 : 1)
  return true
}

function move(event: KeyboardEvent, selection: Selection, actions: KeyActions, at: Position): boolean {
  const rows = selection.view.rowCount() - 1
  const columns = selection.view.columns().length - 1
  const from = event.shiftKey ? headOf(selection, at) : at
  const block: Block = {
    end: { r: rows, c: columns },
    isEmpty: (r, c) => actions.isEmpty(r, c),
    isHead: (r) => selection.isHead(r),
  }
  const to = target(event, from, block, actions)
  if (to === null) {
    return false
  }
  const [r, c] = [Math.max(0, Math.min(rows, to.r)), Math.max(0, Math.min(columns, to.c))]
  const cell = selection.ref(r, c)
  if (cell === null) {
    return true
  }
  if (event.shiftKey) {
    selection.extend(cell)
    actions.reveal(r, c)
  } else {
    selection.set(cell)
    actions.focus(r, c)
  }
  return true
}

function headOf(selection: Selection, at: Position): Position {
  const { last } = selection
  if (last === null) {
    return at
  }
  if (last.kind === 'cells') {
    const head = selection.position(last.head)
    return head.r < 0 || head.c < 0 ? at : head
  }
  const rect = selection.rect(last)
  return rect === null ? at : { r: at.r === rect.r0 ? rect.r1 : rect.r0, c: at.c === rect.c0 ? rect.c1 : rect.c0 }
}

function target(event: KeyboardEvent, from: Position, block: Block, actions: KeyActions): Position | null {
  const { end } = block
  const jump = event.ctrlKey || event.metaKey
  const forward = actions.rtl ? -1 : 1
  const by = (r: number, c: number): Position =>
    jump ? edgeOfBlock(from, r, c, block) : { r: from.r + r, c: from.c + c }
  switch (event.key) {
    case 'ArrowUp':
      return by(-1, 0)
    case 'ArrowDown':
      return event.altKey ? null : by(1, 0)
    case 'ArrowLeft':
      return by(0, -forward)
    case 'ArrowRight':
      return by(0, forward)
    case 'Home':
      return { r: jump ? 0 : from.r, c: 0 }
    case 'End':
      return { r: jump ? end.r : from.r, c: end.c }
    case 'PageUp':
      return { r: from.r - actions.pageRows(), c: from.c }
    case 'PageDown':
      return { r: from.r + actions.pageRows(), c: from.c }
    default:
      return null
  }
}

function command(event: KeyboardEvent, selection: Selection, actions: KeyActions, at: Position): boolean {
  const modified = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'Tab':
      return !modified && !event.altKey && tab(event.shiftKey ? -1 : 1, selection, actions, at)
    case 'Enter':
      if (!event.shiftKey && !modified && !event.altKey && actions.enterEdits() && selection.isOneCell()) {
        actions.edit(at.r, at.c)
        return true
      }
      return !modified && !event.altKey && enter(event.shiftKey ? -1 : 1, selection, actions, at)
    case 'ArrowDown':
    case 'F2':
      actions.edit(at.r, at.c)
      return true
    case 'Delete':
    case 'Backspace':
      if (isClipboardKey(event)) {
        return false
      }
      actions.clear()
      return true
    case 'Escape':
      if (!actions.cancelCopy()) {
        selection.collapse()
      }
      return true
    case ' ':
      return modified || event.shiftKey ? selectLines(event, selection) : actions.toggle()
    default:
      return isHistoryKey(event) ? showHistory(actions) : modified && shortcutCommand(event, selection, actions)
  }
}

/** Alt+Shift+H, which no browser takes for itself. */
const isHistoryKey = (event: KeyboardEvent): boolean =>
  event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && shortcut(event) === 'h'

function showHistory(actions: KeyActions): boolean {
  actions.history()
  return true
}

function selectLines(event: KeyboardEvent, selection: Selection): boolean {
  const { last } = selection
  if (last === null) {
    return false
  }
  const modified = event.ctrlKey || event.metaKey
  if (modified && event.shiftKey) {
    selection.selectAll()
  } else {
    selection.set(last.anchor, last.head, modified ? 'columns' : 'rows')
  }
  return true
}

function shortcutCommand(event: KeyboardEvent, selection: Selection, actions: KeyActions): boolean {
  switch (shortcut(event)) {
    case 'a':
      selection.selectAll()
      return true
    case 'z':
      if (event.shiftKey) {
        actions.redo()
      } else {
        actions.undo()
      }
      return true
    case 'y':
      actions.redo()
      return true
    case 'd':
      actions.repeat('down')
      return true
    case 'r':
      if (event.shiftKey) {
        return false // the browser loads the page anew
      }
      actions.repeat('across')
      return true
    case '+':
      actions.insertRows()
      return true
    case '=':
      if (!event.shiftKey) {
        return false
      }
      actions.insertRows()
      return true
    case '-':
      actions.deleteRows()
      return true
    case ';':
      if (event.shiftKey && event.code === 'Semicolon') {
        actions.now()
      } else {
        actions.today()
      }
      return true
    case ':':
      actions.now()
      return true
    default:
      return false
  }
}

/** Where the active cell goes when an editor ends: like the key in an idle cell, and nowhere behind the last one. */
export function leaveEditor(rows: number, columns: number, selection: Selection, actions: KeyActions): boolean {
  const at = selection.active === null ? null : selection.position(selection.active)
  if (at === null || at.r < 0 || at.c < 0) {
    return false
  }
  return columns === 0 ? enter(rows, selection, actions, at) : tab(columns, selection, actions, at)
}

/** Inside a selection Tab goes round it; else to the next column, and at the end of the sheet out of the grid. */
function tab(step: number, selection: Selection, actions: KeyActions, at: Position): boolean {
  if (cycle(step, true, selection, actions, at)) {
    return true
  }
  const lastColumn = selection.view.columns().length - 1
  const c = at.c + step
  const isWrapping = c < 0 || c > lastColumn
  const r = isWrapping ? selection.dataFrom(at.r + step, step) : at.r
  if (r === null) {
    return false
  }
  const to = { r, c: isWrapping ? (c < 0 ? lastColumn : 0) : c }
  const cell = selection.ref(to.r, to.c)
  if (cell !== null) {
    selection.tabTo(cell)
    actions.focus(to.r, to.c)
  }
  return true
}

function enter(step: number, selection: Selection, actions: KeyActions, at: Position): boolean {
  const { view, tabbedFrom } = selection
  const c = tabbedFrom === null ? at.c : Math.max(0, view.columns().indexOf(tabbedFrom))
  return (
    cycle(step, false, selection, actions, at) ||
    go({ r: selection.dataFrom(at.r + step, step) ?? at.r, c }, selection, actions)
  )
}

function cycle(step: number, byRows: boolean, selection: Selection, actions: KeyActions, at: Position): boolean {
  const rect = selection.last === null ? null : selection.rect(selection.last)
  if (rect === null || selection.isOneCell()) {
    return false
  }
  const [height, width] = [rect.r1 - rect.r0 + 1, rect.c1 - rect.c0 + 1]
  const [down, across] = [at.r - rect.r0, at.c - rect.c0]
  const count = height * width
  let next = byRows ? down * width + across : across * height + down
  let r = at.r
  do {
    next = (next + step + count) % count
    r = rect.r0 + (byRows ? Math.floor(next / width) : next % height)
  } while (selection.isHead(r) && r !== at.r)
  const c = rect.c0 + (byRows ? next % width : Math.floor(next / height))
  const cell = selection.ref(r, c)
  if (cell !== null) {
    selection.moveActive(cell)
    actions.focus(r, c)
  }
  return true
}

function go(to: Position, selection: Selection, actions: KeyActions): boolean {
  const cell = selection.ref(to.r, to.c)
  if (cell !== null) {
    selection.set(cell)
    actions.focus(to.r, to.c)
  }
  return true
}
