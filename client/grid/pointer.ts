import type { GridController } from './GridController.ts'
import { draggedTo, type Dragged } from './fill/dragged.ts'
import { attachHeaders } from './headers.ts'
import { isMac } from './isMac.ts'
import { FILL_HANDLE, ROW_NUMBER } from './overlay.ts'
import type { RangeKind } from './Selection.ts'
import { ROW_HEIGHTS_PX } from './sheetTheme.ts'

/** So far the pointer goes before a press is a drag. */
const DRAG_PX = 4
const EDGE_PX = 24
const MAX_STEP_PX = 40

/**
 * Selecting with mouse, pen and finger: drag with scrolling at the edges, Shift and Ctrl, row numbers, column headers.
 * The handle of a selection fills; the number of a row that is selected as a whole moves it, and all that are selected with
 * it. A finger taps to choose and drags to scroll. Returns the function that removes the listeners.
 */
export function attachPointer(root: HTMLElement, controller: GridController): () => void {
  const { selection, actions } = controller
  let last: PointerEvent | null = null
  let kind: RangeKind = 'cells'
  /** What the drag does. */
  let mode: 'select' | 'fill' | 'move' = 'select'
  let pressedAt: PointerEvent | null = null
  let gap: number | null = null
  let dragged: Dragged | null = null
  let frame = 0

  const viewport = (): HTMLElement | null => root.querySelector<HTMLElement>('.ag-grid-viewport')
  const headerBottom = (): number => root.querySelector('.ag-header')?.getBoundingClientRect().bottom ?? 0
  /** Where the totals begin; they are no rows to point at. */
  const totalsTop = (): number =>
    root.querySelector('.ag-row-pinned')?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY

  const cellAt = (x: number, y: number): { r: number; c: number } | null => {
    const box = viewport()?.getBoundingClientRect()
    if (box === undefined) {
      return null
    }
    const inside = [
      Math.max(box.left + 60, Math.min(box.right - 20, x)),
      Math.max(headerBottom() + 2, Math.min(box.bottom - 2, totalsTop() - 2, y)),
    ] as const
    for (const element of document.elementsFromPoint(...inside)) {
      const cell = element.closest('.ag-cell')
      if (cell !== null) {
        return positionOf(cell)
      }
    }
    return null
  }

  const positionOf = (cell: Element): { r: number; c: number } | null => {
    const row = cell.closest('.ag-row')
    const r = Number(row?.getAttribute('row-index'))
    const key = cell.getAttribute('col-id') ?? ''
    const c = key === ROW_NUMBER ? 0 : selection.view.columns().indexOf(key)
    return Number.isInteger(r) && c >= 0 ? { r, c } : null
  }

  const extend = (): void => {
    const at = last === null ? null : cellAt(last.clientX, last.clientY)
    if (mode === 'move') {
      gap = at === null || !isDragged(pressedAt, last) ? gap : gapAt(root, at.r, last?.clientY ?? 0)
      controller.showGap(gap)
      return
    }
    if (mode === 'fill') {
      const [from] = selection.rects()
      dragged = at === null || from === undefined ? null : draggedTo(from, at)
      controller.showDragged(dragged)
      return
    }
    const cell = at === null ? null : selection.ref(at.r, at.c)
    const head = selection.last?.head
    if (cell !== null && (cell.row !== head?.row || cell.key !== head.key)) {
      selection.extend(cell, kind)
    }
  }

  const scroll = (): void => {
    const element = viewport()
    if (element === null || last === null) {
      return
    }
    const box = element.getBoundingClientRect()
    const step = (beyond: number): number => Math.sign(beyond) * Math.min(MAX_STEP_PX, 4 + Math.abs(beyond) / 4)
    const below = last.clientY - (Math.min(box.bottom, totalsTop()) - EDGE_PX)
    const above = last.clientY - headerBottom()
    const right = last.clientX - (box.right - EDGE_PX)
    const left = last.clientX - (box.left + EDGE_PX)
    const dy = below > 0 ? step(below) : above < 0 ? step(above) : 0
    const dx = right > 0 ? step(right) : left < 0 ? step(left) : 0
    if (dx !== 0 || dy !== 0) {
      element.scrollTop += dy
      element.scrollLeft += dx
      extend()
    }
    frame = requestAnimationFrame(scroll)
  }

  const move = (event: PointerEvent): void => {
    last = event
    if (mode === 'move' && gap === null && isDragged(pressedAt, event)) {
      if (!controller.gestures.rows.canMove()) {
        stop()
        return
      }
      root.classList.add('sheet-moving')
    }
    extend()
  }

  const release = (event: PointerEvent): void => {
    const [drop, to, pressed] = [dragged, gap, mode === 'move' ? pressedAt : null]
    stop()
    if (drop !== null) {
      controller.drop(drop, event.ctrlKey || event.metaKey)
    } else if (to !== null) {
      controller.gestures.rows.moveTo(to)
    } else if (pressed !== null) {
      chooseRow(pressed)
    }
  }

  /** The number was pressed and let go without a drag: only that row is chosen. */
  const chooseRow = (event: PointerEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('.ag-cell') : null
    const at = cell === null ? null : positionOf(cell)
    const chosen = at === null ? null : selection.ref(at.r, at.c)
    if (at !== null && chosen !== null) {
      selection.set(chosen, chosen, 'rows')
      actions.focus(at.r, at.c)
    }
  }

  const cancel = (event: KeyboardEvent): void => {
    if (mode !== 'select' && event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      stop()
    }
  }

  const stop = (): void => {
    last = null
    mode = 'select'
    pressedAt = null
    gap = null
    dragged = null
    controller.showDragged(null)
    controller.showGap(null)
    root.classList.remove('sheet-moving')
    cancelAnimationFrame(frame)
    document.removeEventListener('pointermove', move)
    document.removeEventListener('pointerup', release)
    document.removeEventListener('pointercancel', stop)
    document.removeEventListener('keydown', cancel, true)
  }

  const start = (event: PointerEvent): void => {
    last = event
    document.addEventListener('pointermove', move)
    document.addEventListener('pointerup', release)
    document.addEventListener('pointercancel', stop)
    document.addEventListener('keydown', cancel, true)
    frame = requestAnimationFrame(scroll)
  }

  /** The line between two rows, a pixel high, is of no cell; pressed there, the one above it is meant. */
  const cellAbove = ({ clientX, clientY }: PointerEvent, target: Element): Element | null =>
    target.closest('.ag-row') === null
      ? null
      : (document.elementFromPoint(clientX, clientY - 1)?.closest('.ag-cell') ?? null)

  const down = (event: PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const isMenuOfMac = event.ctrlKey && isMac()
    if (event.button !== 0 || isMenuOfMac || target?.closest('.ag-popup,input,textarea,button') !== null) {
      return
    }
    if (target.classList.contains(FILL_HANDLE)) {
      event.preventDefault()
      mode = 'fill'
      start(event)
      return
    }
    const cell = target.closest('.ag-cell') ?? cellAbove(event, target)
    const at = cell === null || cell.closest('.ag-row-pinned') !== null ? null : positionOf(cell)
    const chosen = at === null ? null : selection.ref(at.r, at.c)
    if (cell === null || at === null || chosen === null) {
      return
    }
    const isRow = cell.getAttribute('col-id') === ROW_NUMBER
    kind = isRow ? 'rows' : 'cells'
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && event.pointerType !== 'touch'
    if (isRow && isPlain && controller.canMoveRows && selection.isWholeRow(at.r)) {
      event.preventDefault()
      mode = 'move'
      pressedAt = event
      start(event)
      return
    }
    if (event.shiftKey && selection.last !== null) {
      selection.extend(chosen, kind)
    } else {
      selection.set(chosen, chosen, kind, event.ctrlKey || event.metaKey)
    }
    if (isRow || !cell.contains(target)) {
      event.preventDefault()
      // The active cell stays where a range began: another focus would be another selection.
      const active = selection.active === null ? at : selection.position(selection.active)
      actions.focus(active.r, active.c)
    }
    if (event.pointerType !== 'touch') {
      start(event)
    }
  }

  /** Keeps the browser's focus on the active cell while Shift extends, or a row number or a header is pressed. */
  const keepFocus = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const cell = target?.closest('.ag-cell') ?? null
    const isHeader = target?.closest('.ag-header-cell') !== null && target?.closest('button') === null
    if (
      isHeader ||
      target?.classList.contains(FILL_HANDLE) ||
      (cell !== null && (event.shiftKey || cell.getAttribute('col-id') === ROW_NUMBER))
    ) {
      event.preventDefault()
    }
  }

  const fillAlong = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.classList.contains(FILL_HANDLE)) {
      controller.gestures.filling.fillDownAlong()
    }
  }

  const rowHeight = (): number => controller.api?.getDisplayedRowAtIndex(0)?.rowHeight ?? ROW_HEIGHTS_PX.normal
  const detachHeaders = attachHeaders(root, controller, {
    rowInView: (event) => cellAt(event.clientX, headerBottom() + rowHeight() - 1)?.r ?? 0,
    drag: (event) => {
      kind = 'columns'
      start(event)
    },
  })
  root.addEventListener('pointerdown', down)
  root.addEventListener('mousedown', keepFocus)
  root.addEventListener('dblclick', fillAlong)
  return () => {
    stop()
    detachHeaders()
    root.removeEventListener('pointerdown', down)
    root.removeEventListener('dblclick', fillAlong)
    root.removeEventListener('mousedown', keepFocus)
  }
}

const isDragged = (from: PointerEvent | null, to: PointerEvent | null): boolean =>
  from !== null && to !== null && Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) > DRAG_PX

/** Above the row in its upper half, below it in its lower half. */
function gapAt(root: HTMLElement, r: number, y: number): number {
  const box = root.querySelector(`.ag-row[row-index="${r}"]`)?.getBoundingClientRect()
  return box !== undefined && y > box.top + box.height / 2 ? r + 1 : r
}
