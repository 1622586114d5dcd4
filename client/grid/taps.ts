import type { GridController } from './GridController.ts'
import { isGroupId } from './groups/groupId.ts'
import { ROW_NUMBER } from './overlay.ts'
import type { CellRef } from './Selection.ts'

/**
 * A finger: the first tap chooses a cell, a second one on it edits. Where the sheet is narrow (`openRow`), a tap on the
 * chosen row opens the row. Returns the function that removes the listeners.
 */
export function attachTaps(root: HTMLElement, controller: GridController, openRow: (() => void) | null): () => void {
  const { selection, actions } = controller
  let before: CellRef | null = null

  const down = (): void => {
    before = selection.active
  }

  const click = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('.ag-cell') : null
    const { active } = selection
    const isTap = event instanceof PointerEvent && event.pointerType === 'touch'
    if (
      !isTap ||
      isGroupId(active?.row) ||
      cell === null ||
      cell.closest('.ag-row-pinned') !== null ||
      active === null ||
      before === null
    ) {
      return
    }
    if (openRow !== null) {
      if (before.row === active.row) {
        openRow()
      }
    } else if (before.row === active.row && before.key === active.key && cell.getAttribute('col-id') !== ROW_NUMBER) {
      const { r, c } = selection.position(active)
      actions.edit(r, c)
    }
  }

  root.addEventListener('pointerdown', down, true)
  root.addEventListener('click', click)
  return () => {
    root.removeEventListener('pointerdown', down, true)
    root.removeEventListener('click', click)
  }
}
