import type { GridApi } from 'ag-grid-community'
import type { CellRef, Selection } from './Selection.ts'

/** Keeps the keyboard on the active cell when rows came, went or moved; when its row went, on the one in its place. */
export function followFocus(
  api: GridApi | null,
  root: HTMLElement | null,
  selection: Selection,
  focusOn: (cell: CellRef) => void,
): void {
  const { active } = selection
  const focus = api?.getFocusedCell()
  const isInside = root?.contains(document.activeElement) === true
  // a row that goes takes the keyboard with it, to the page
  if (!api || active === null || !focus || (!isInside && document.activeElement !== document.body)) {
    return
  }
  const at = selection.position(active)
  if (at.r < 0) {
    const beside = selection.ref(Math.min(focus.rowIndex, selection.view.rowCount() - 1), at.c)
    if (beside !== null) {
      selection.set(beside)
      // the grid is still placing its rows; whoever chooses another cell until then keeps it
      requestAnimationFrame(() => selection.active === beside && focusOn(beside))
    }
  } else if (isInside && at.c >= 0 && (focus.rowIndex !== at.r || focus.column.getColId() !== active.key)) {
    moveFocus(api, at.r, active.key)
  }
}

/** An open editor that lies over the cells keeps the keyboard: what is typed is its own, wherever its row goes. */
function moveFocus(api: GridApi, r: number, key: string): void {
  const focus = document.activeElement
  const isTypedIn = focus instanceof HTMLInputElement || focus instanceof HTMLTextAreaElement
  api.setFocusedCell(r, key)
  if (isTypedIn && api.getEditingCells().length > 0) {
    focus.focus({ preventScroll: true })
  }
}
