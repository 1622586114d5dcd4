import type { GestureReply } from '#shared/api/history.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'

type Told = Pick<GestureReply, 'gesture' | 'cells' | 'rows'>

const ROWS = [
  ['added', 'rowsAdded'],
  ['deleted', 'rowsDeleted'],
  ['restored', 'rowsRestored'],
  ['moved', 'rowsMoved'],
] as const satisfies readonly (readonly [keyof GestureReply['rows'], SheetWord])[]

/** "Pasted 240 cells · 12 rows added" */
export function tellGesture({ gesture, cells, rows }: Told, t: SheetTranslate): string {
  if (gesture === 'noted') {
    return t('did_noted')
  }
  const kind = isOfRows(gesture) ? 'rows' : gesture
  const counted = (word: SheetWord, count: number): string => t(word, { count, shown: formatNumber(count) })
  const rowParts = ROWS.flatMap(([what, word]) => (rows[what] > 0 ? [counted(word, rows[what])] : []))
  if (kind === 'rows') {
    return [...rowParts, ...(cells > 0 ? [counted('made_rows', cells)] : [])].join(' · ')
  }
  return [cells > 0 ? counted(`made_${kind}`, cells) : t(`did_${kind}`), ...rowParts].join(' · ')
}

type RowKind = 'rows-added' | 'rows-deleted' | 'rows-moved'
const isOfRows = (gesture: Told['gesture']): gesture is RowKind =>
  gesture === 'rows-added' || gesture === 'rows-deleted' || gesture === 'rows-moved'
