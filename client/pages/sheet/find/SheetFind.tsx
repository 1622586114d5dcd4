import { useCallback, useState } from 'react'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { usePageKey } from '../shortcuts/usePageKey.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { FindBar } from './FindBar.tsx'

/**
 * Opens with Ctrl+F: the browser finds only what is drawn, and most rows are not. Asked for before the grid is there, it opens
 * with it. Mount it anew with the grid.
 */
export function SheetFind({
  grid,
  model,
  ...face
}: {
  /** Null: it is not there yet. */
  grid: GridController | null
  model: SheetModel
  words: ColumnWords
  canReplace: boolean
  t: SheetTranslate
}) {
  const [isOpen, setOpen] = useState(false)
  usePageKey(
    'f',
    useCallback(() => setOpen(model.rowCount() > 0), [model]),
  )
  return isOpen && grid !== null ? (
    <FindBar {...face} {...{ model }} controller={grid} onClose={() => setOpen(false)} />
  ) : null
}
