import type { RowView } from '#client/grid/view/RowView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { NoRowsMatch } from './NoRowsMatch.tsx'
import type { Waiting } from './useRowView.ts'
import { WaitingPill } from './WaitingPill.tsx'

/** What is said over the grid about its rows: that they are being put in order, or that none of them matches. */
export function OverRows(props: {
  rows: RowView
  waiting: Waiting | null
  /** Only some rows are asked for. */
  isNarrowed: boolean
  t: SheetTranslate
  onShowAll: () => void
}) {
  const { rows, waiting, isNarrowed, t, onShowAll } = props
  const isEmpty = isNarrowed && waiting === null && rows.rows().length === 0
  return (
    <>
      <WaitingPill waiting={waiting} t={t} />
      {isEmpty && <NoRowsMatch t={t} onShowAll={onShowAll} />}
    </>
  )
}
