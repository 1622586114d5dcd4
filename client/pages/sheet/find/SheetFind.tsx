import { useCallback, useState, type RefObject } from 'react'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { usePageKey } from '../shortcuts/usePageKey.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { FindBar } from './FindBar.tsx'

/** Opens with Ctrl+F: the browser finds only what is drawn, and most rows are not. Mount it anew with the grid. */
export function SheetFind({
  controller,
  ...face
}: {
  controller: RefObject<GridController | null>
  model: SheetModel
  words: ColumnWords
  canReplace: boolean
  t: SheetTranslate
}) {
  const [searched, setSearched] = useState<GridController | null>(null)
  usePageKey(
    'f',
    useCallback(() => setSearched(controller.current), [controller]),
  )
  return searched === null ? null : <FindBar {...face} controller={searched} onClose={() => setSearched(null)} />
}
