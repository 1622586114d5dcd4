import { useMemo } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import { namedCell } from './explain/linkToCell.ts'
import { SheetSkeleton } from './SheetSkeleton.tsx'
import { SheetView } from './SheetView.tsx'
import { useOpenSheet } from './useOpenSheet.ts'
import './sheetpage.css'

/** The live sheet of one table in one cycle. `?site=`, `?month=` `?incomplete=1` and `?errors=1` show only those rows, `?row=` goes to one, with `&field=` to one cell and with `&panel=explain` to its explanation or `&panel=note` to the note of its row, `?person=` to somebody who is there; `?view=` is how a person looks at it. */
export function SheetPage() {
  const { tableId = '', cycleId = '' } = useParams()
  const [search] = useSearchParams()
  const open = useOpenSheet(tableId, cycleId)
  const [site, month] = [search.get('site'), search.get('month')]
  const [incomplete, errors] = [search.get('incomplete') === '1', search.get('errors') === '1']
  // The same object while the address changes elsewhere: another one sorts and filters again.
  const filter = useMemo<RowFilter | null>(
    () => (site === null && month === null && !incomplete && !errors ? null : { site, month, incomplete, errors }),
    [site, month, incomplete, errors],
  )
  const named = useMemo(() => namedCell(search), [search])
  switch (open.state) {
    case 'loading':
      return <SheetSkeleton />
    case 'failed':
      return <LoadFailure error={open.error} onRetry={open.retry} />
    case 'open':
      // another cell is gone to anew, past what was filtered here
      return (
        <SheetView key={named === null ? '' : Object.values(named).join(' ')} {...{ filter, named }} sheet={open} />
      )
  }
}
