import { Button, Skeleton } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ProjectReply } from '#shared/api/projects.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { LockOnItsWay } from '#client/features/cycles/LockOnItsWay.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { RowsBehind } from '#client/features/emissions/RowsBehind.tsx'
import { ProjectExport } from '#client/features/exports/ProjectExport.tsx'
import { ExportsPanel } from '#client/features/exports/ExportsPanel.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayIn } from '#client/permissions/ability.tsx'
import { ComparisonPanel } from './ComparisonPanel.tsx'
import { CompletenessMap } from './CompletenessMap.tsx'
import { CycleForm } from './CycleForm.tsx'
import { CycleTable } from './CycleTable.tsx'
import { EstimatesPanel } from './EstimatesPanel.tsx'
import { ProofPanel } from './proof/ProofPanel.tsx'
import { RunsPanel } from './runs/RunsPanel.tsx'
import './cycles.css'

/** The cycles of a project: what they rest on and come to, how complete they are, and their way to the lock. */
export function CyclesPage() {
  const t = useCycleWords()
  usePageTitle(t('title'))
  const place = usePlace()
  if (place.error !== null && place.project === null) {
    return (
      <div className="page">
        <LoadFailure error={place.error} onRetry={place.retry} />
      </div>
    )
  }
  return place.project === null ? <Waiting /> : <Cycles project={place.project} />
}

function Cycles({ project }: { project: ProjectReply }) {
  const t = useCycleWords()
  const { cycles, cycle, isLoading } = usePlace()
  const isManager = useMayIn(project.id, 'manage', 'Cycle')
  const [isMaking, setMaking] = useState(false)
  const [said, setSaid] = useState('')
  const begin = isManager && (
    <Button leftSection={<IconCalendarPlus size={15} stroke={1.7} />} onClick={() => setMaking(true)}>
      {t('newCycle')}
    </Button>
  )
  return (
    <div className="page">
      <div className="page-head">
        <div className="row cycles-title">
          <h1>{t('title')}</h1>
          <span className="cap cycles-intro">{t('intro')}</span>
        </div>
        {cycles.length > 0 && (
          <div className="actions">
            {cycle !== null && (
              <Button component={Link} to="/what-if" variant="default">
                {t('whatIf')}
              </Button>
            )}
            <ProjectExport project={project} say={setSaid} />
            {begin}
          </div>
        )}
      </div>
      {cycles.length === 0 && !isLoading ? (
        <EmptyState
          icon={<IconCalendarPlus size={30} stroke={1.3} />}
          title={t('emptyTitle', { project: project.name })}
          actions={begin}
        >
          {t('emptyText')} {!isManager && t('emptyReader')}
        </EmptyState>
      ) : (
        <div className="cycles">
          <CycleTable cycles={cycles} isManager={isManager} onSaid={setSaid} />
          <p className="cap cycles-said" role="status">
            {said}
          </p>
          {cycle !== null && <CurrentCycle cycle={cycle} onSaid={setSaid} />}
        </div>
      )}
      {isMaking && <CycleForm project={project} cycles={cycles} onClose={() => setMaking(false)} onSaved={setSaid} />}
    </div>
  )
}

function CurrentCycle({ cycle, onSaid }: { cycle: CycleReply; onSaid: (said: string) => void }) {
  const { data } = useQuery(emissionsQuery(cycle.id))
  useCycleChanges(cycle.id)
  return (
    <>
      {cycle.status !== 'locked' && <LockOnItsWay cycle={cycle} />}
      {cycle.status === 'locked' ? <ProofPanel cycle={cycle} /> : <RunsPanel key={cycle.id} cycle={cycle} />}
      <CompletenessMap cycleId={cycle.id} onSaid={onSaid} />
      <EstimatesPanel cycle={cycle} onSaid={onSaid} />
      <ComparisonPanel cycle={cycle} />
      {data !== undefined && <RowsBehind emissions={data} />}
      <ExportsPanel cycle={cycle} />
    </>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="page stack" role="status" aria-busy="true" aria-label={t('loading')}>
      {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={52} />)}
    </div>
  )
}
