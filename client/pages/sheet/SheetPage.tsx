import { useMemo } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import { SheetSkeleton } from './SheetSkeleton.tsx'
import { SheetView } from './SheetView.tsx'
import { useOpenSheet } from './useOpenSheet.ts'
import './sheetpage.css'

/** The live sheet of one table in one cycle. `?site=`, `?month=` and `?incomplete=1` show only those rows, `?row=` goes to one. */
export function SheetPage() {
  const { tableId = '', cycleId = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const open = useOpenSheet(tableId, cycleId)
  const filter = useMemo(() => filterOf(search), [search])
  const clearFilter = (): void => {
    setSearch((params) => {
      for (const name of ['site', 'month', 'incomplete']) {
        params.delete(name)
      }
      return params
    })
  }
  switch (open.state) {
    case 'loading':
      return <SheetSkeleton />
    case 'failed':
      return <LoadFailure error={open.error} onRetry={open.retry} />
    case 'open':
      return <SheetView sheet={open} filter={filter} row={search.get('row')} onClearFilter={clearFilter} />
  }
}

function filterOf(search: URLSearchParams): RowFilter | null {
  const filter: RowFilter = {
    site: search.get('site'),
    month: search.get('month'),
    incomplete: search.get('incomplete') === '1',
  }
  return filter.site === null && filter.month === null && !filter.incomplete ? null : filter
}
