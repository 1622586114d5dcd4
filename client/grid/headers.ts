import type { GridController } from './GridController.ts'
import { isMac } from './isMac.ts'
import { ROW_NUMBER } from './overlay.ts'

interface HeaderPorts {
  /** The first row that is in view as a whole. */
  rowInView: (event: PointerEvent) => number
  /** The pointer goes on over columns. */
  drag: (event: PointerEvent) => void
}

/** A pointer that moved no further than this has not dragged. */
const CLICK_PX = 4

/**
 * Headers of columns: a click chooses the column, a drag all that it goes over, Shift extends and Ctrl adds. A column that
 * is chosen already is moved by a drag, which the grid does itself. The corner chooses everything.
 */
export function attachHeaders(root: HTMLElement, controller: GridController, ports: HeaderPorts): () => void {
  const { selection } = controller
  let pressed: { key: string; event: PointerEvent } | null = null
  let isChoosing = false

  const adds = (event: PointerEvent): boolean => event.metaKey || (event.ctrlKey && !isMac())

  const isChosen = (key: string): boolean => {
    const c = selection.view.columns().indexOf(key)
    return selection.ranges.some((range) => {
      const rect = range.kind === 'columns' ? selection.rect(range) : null
      return rect !== null && c >= rect.c0 && c <= rect.c1
    })
  }

  /** The active cell is the one in the first row in view, so that nothing scrolls. */
  const choose = (key: string, event: PointerEvent): void => {
    const cell = selection.ref(ports.rowInView(event), selection.view.columns().indexOf(key))
    if (cell === null) {
      return
    }
    if (event.shiftKey && selection.last !== null) {
      selection.extend(cell, 'columns')
    } else {
      selection.set(cell, cell, 'columns', adds(event))
      controller.takeFocus()
    }
  }

  const down = (event: PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const key = target?.closest('.ag-header-cell')?.getAttribute('col-id') ?? ''
    const isMenuOfMac = event.ctrlKey && isMac()
    isChoosing = false
    if (event.button !== 0 || isMenuOfMac || key === '' || target?.closest('button,.ag-header-cell-resize')) {
      return
    }
    if (key === ROW_NUMBER) {
      selection.selectAll()
      controller.takeFocus()
    } else if (isChosen(key) && !event.shiftKey && !adds(event)) {
      pressed = { key, event }
      document.addEventListener('pointerup', release, { once: true })
    } else {
      choose(key, event)
      if (event.pointerType !== 'touch') {
        isChoosing = true
        event.stopPropagation()
        ports.drag(event)
      }
    }
  }

  /** The grid moves columns by either event. */
  const mouseDown = (event: MouseEvent): void => {
    if (isChoosing) {
      event.stopPropagation()
      event.preventDefault()
    }
    isChoosing = false
  }

  const release = ({ clientX, clientY }: PointerEvent): void => {
    const from = pressed
    pressed = null
    if (from !== null && Math.hypot(clientX - from.event.clientX, clientY - from.event.clientY) < CLICK_PX) {
      choose(from.key, from.event)
    }
  }

  // Before the grid sees it.
  root.addEventListener('pointerdown', down, true)
  root.addEventListener('mousedown', mouseDown, true)
  return () => {
    root.removeEventListener('pointerdown', down, true)
    root.removeEventListener('mousedown', mouseDown, true)
    document.removeEventListener('pointerup', release)
  }
}
