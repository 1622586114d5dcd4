import type { CellRef } from '../Selection.ts'

/** What the page does with files in cells. */
export interface GridFiles {
  /** Shows the files of the active cell. */
  open: () => void
  attach: (cell: CellRef, files: readonly File[]) => void
}
