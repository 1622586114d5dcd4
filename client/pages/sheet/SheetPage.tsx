import { Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import { SheetView } from './SheetView.tsx'
import { useOpenSheet } from './useOpenSheet.ts'
import './sheetpage.css'

/** The live sheet of one table in one cycle. `?site=`, `?month=` and `?incomplete=1` show only those rows. */
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
      return <SheetView session={open.session} filter={filter} onClearFilter={clearFilter} />
  }
}

/** The shape of the sheet while it is on its way; nothing for the first 300 ms. */
export function SheetSkeleton() {
  const isLate = useDelayed(true)
  return (
    <div className="sheet-page" aria-busy="true">
      {isLate && (
        <div className="sheet-skeleton">
          <Skeleton height={20} width={280} />
          <Skeleton height={42} />
          {Array.from({ length: 14 }, (_, i) => (
            <Skeleton key={i} height={22} />
          ))}
        </div>
      )}
    </div>
  )
}

function filterOf(search: URLSearchParams): RowFilter | null {
  const filter: RowFilter = {
    site: search.get('site'),
    month: search.get('month'),
    incomplete: search.get('incomplete') === '1',
  }
  return filter.site === null && filter.month === null && !filter.incomplete ? null : filter
}
