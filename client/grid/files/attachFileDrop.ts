import type { GridController } from '../GridController.ts'
import type { CellRef } from '../Selection.ts'

/**
 * Files from the desktop are dropped on cells: the cell under the pointer shows that it will take them. Elsewhere
 * the sheet takes one as a file of rows, where it takes any; the browser must not open it instead of the sheet. Returns the
 * function that removes the listeners.
 */
export function attachFileDrop(root: HTMLElement, controller: GridController): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) {
      return
    }
    event.preventDefault()
    const cell = cellOf(event.target)
    const isTaken = cell !== null && controller.files.takes(cell)
    event.dataTransfer.dropEffect = isTaken || controller.files.bringsRows ? 'copy' : 'none'
    controller.files.hold(isTaken ? cell : null)
  }
  const leave = (event: DragEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !root.contains(event.relatedTarget)) {
      controller.files.hold(null)
    }
  }
  const drop = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) {
      return
    }
    event.preventDefault()
    controller.files.hold(null)
    const cell = cellOf(event.target)
    if (cell !== null && controller.files.takes(cell)) {
      controller.files.attach(cell, [...event.dataTransfer.files])
    } else {
      controller.files.bring([...event.dataTransfer.files])
    }
  }
  root.addEventListener('dragover', over)
  root.addEventListener('dragleave', leave)
  root.addEventListener('drop', drop)
  return () => {
    root.removeEventListener('dragover', over)
    root.removeEventListener('dragleave', leave)
    root.removeEventListener('drop', drop)
  }
}

function cellOf(target: EventTarget | null): CellRef | null {
  const cell = target instanceof Element ? target.closest('.ag-cell') : null
  const [row, key] = [cell?.closest('.ag-row')?.getAttribute('row-id'), cell?.getAttribute('col-id')]
  return row && key ? { row, key } : null
}
