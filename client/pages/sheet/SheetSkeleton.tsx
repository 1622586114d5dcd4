import { Skeleton } from '@mantine/core'
import { useDelayed } from '#client/components/useDelayed.ts'

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
