import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { EmptyState } from './EmptyState.tsx'
import { LoadFailure } from './LoadFailure.tsx'
import './listPage.css'
import { useDelayed } from './useDelayed.ts'
import { usePageTitle } from './usePageTitle.ts'

/**
 * A page that is a list of things which people keep: loading, failing, empty with the way to the first one, and full with the
 * same way at its head.
 */
export function ListPage<Item>(props: {
  title: string
  intro: ReactNode
  list: UseQueryResult<readonly Item[]>
  empty: { icon: ReactNode; title: string; text: ReactNode }
  /** The way to another one; none for whoever may only read. */
  add?: ReactNode
  /** What was done last, for whom cannot see it. */
  said: string
  /** The list when there is something in it. */
  table: (items: readonly Item[]) => ReactNode
  /** What stands below it, and dialogs. */
  children?: ReactNode
}) {
  const { title, intro, list, empty, add, said, table, children } = props
  usePageTitle(title)
  const isLate = useDelayed(list.isPending)
  const { data: items = [] } = list
  return (
    <div className="page">
      <div className="page-head">
        <div className="row list-title">
          <h1>{title}</h1>
          <span className="cap">{intro}</span>
        </div>
        {items.length > 0 && <div className="actions">{add}</div>}
      </div>
      {list.error !== null && <LoadFailure error={list.error} onRetry={() => void list.refetch()} />}
      {isLate && <Skeleton height={160} />}
      {list.data?.length === 0 && (
        <EmptyState icon={empty.icon} title={empty.title} actions={add}>
          {empty.text}
        </EmptyState>
      )}
      {items.length > 0 && table(items)}
      <p className="cap list-said" role="status">
        {said}
      </p>
      {children}
    </div>
  )
}
