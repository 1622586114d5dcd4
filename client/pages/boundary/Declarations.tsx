import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { declarationsQuery } from './boundaryQueries.ts'
import { CategoriesPanel } from './CategoriesPanel.tsx'
import { DeclareForm, type SourceToDeclare } from './DeclareForm.tsx'
import { SourcesPanel } from './SourcesPanel.tsx'

/** What is counted, and what is left out, does not exist or is zero, with the reasons. */
export function Declarations(props: { cycle: CycleReply; mayChange: boolean; onSaid: (said: string) => void }) {
  const { cycle, mayChange, onSaid } = props
  const { data, error, refetch } = useQuery(declarationsQuery(cycle.id))
  const [edited, setEdited] = useState<SourceToDeclare | null>(null)
  if (data === undefined) {
    return error === null ? <Skeleton height={220} /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  const onEdit = mayChange ? setEdited : null
  return (
    <>
      <CategoriesPanel cycle={cycle} categories={data.categories} onEdit={onEdit} />
      <SourcesPanel sources={data.sources} onEdit={onEdit} />
      {edited !== null && <DeclareForm cycle={cycle} source={edited} onClose={() => setEdited(null)} onSaid={onSaid} />}
    </>
  )
}
