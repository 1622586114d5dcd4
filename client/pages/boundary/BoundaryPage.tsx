import { Skeleton } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayIn } from '#client/permissions/ability.tsx'
import './boundary.css'
import { boundaryQuery } from './boundaryQueries.ts'
import { ConsolidationPanel } from './ConsolidationPanel.tsx'
import { Declarations } from './Declarations.tsx'
import { EsrsPanel } from './EsrsPanel.tsx'
import { PlacesPanel } from './PlacesPanel.tsx'
import { SitesPanel } from './SitesPanel.tsx'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

/** What belongs to an inventory: which part of each site, and what is left out. */
export function BoundaryPage() {
  const t = useBoundaryWords()
  usePageTitle(t('title'))
  const { cycle, isLoading } = usePlace()
  return (
    <div className="page">
      <div className="page-head">
        <div className="row boundary-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
      </div>
      {cycle !== null && <Boundary key={cycle.id} cycle={cycle} />}
      {cycle === null && !isLoading && (
        <EmptyState icon={<IconSitemap size={30} stroke={1.3} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
    </div>
  )
}

function Boundary({ cycle }: { cycle: CycleReply }) {
  const t = useBoundaryWords()
  const boundary = useQuery(boundaryQuery(cycle.id))
  useCycleChanges(cycle.id)
  const isManager = useMayIn(cycle.project_id, 'manage', 'Cycle')
  const isLate = useDelayed(boundary.isPending)
  const [said, setSaid] = useState('')
  if (boundary.data === undefined) {
    return boundary.error === null ? (
      <div className="stack" role="status" aria-busy="true" aria-label={t('loading')}>
        {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={120} />)}
      </div>
    ) : (
      <LoadFailure error={boundary.error} onRetry={() => void boundary.refetch()} />
    )
  }
  const mayChange = isManager && cycle.status !== 'locked'
  return (
    <div className="boundary">
      <ConsolidationPanel cycle={cycle} boundary={boundary.data} isManager={isManager} onSaid={setSaid} />
      <p className="cap boundary-said" role="status">
        {said}
      </p>
      <SitesPanel cycle={cycle} boundary={boundary.data} mayChange={mayChange} onSaid={setSaid} />
      <PlacesPanel projectId={cycle.project_id} mayChange={isManager} onSaid={setSaid} />
      <EsrsPanel boundary={boundary.data} />
      <Declarations cycle={cycle} mayChange={mayChange} onSaid={setSaid} />
    </div>
  )
}
