import type { CellRef } from '../Selection.ts'

/** What the page does with files in cells. */
export interface GridFiles {
  /** Shows the files of the active cell. */
  open: () => void
  attach: (cell: CellRef, files: readonly File[]) => void
  /** Takes files that were dropped on the sheet and on no cell for files; absent where rows cannot be brought. */
  bring?: ((files: readonly File[]) => void) | undefined
}
