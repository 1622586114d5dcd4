import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectReply } from '#shared/api/projects.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { latestVersions } from '#client/features/place/pickCycle.ts'
import { useMayIn } from '#client/permissions/ability.tsx'
import { BaseYearPanel } from './BaseYearPanel.tsx'
import { IntensityPanel } from './IntensityPanel.tsx'
import { TargetsPanel } from './TargetsPanel.tsx'
import './targets.css'
import { useTargetWords } from './words/useTargetWords.ts'

/** What years are measured against, what was promised, and emissions per unit of what the company does. */
export function TargetsPage() {
  const t = useTargetWords()
  usePageTitle(t('title'))
  const { project, error, retry } = usePlace()
  return (
    <div className="page">
      <div className="page-head">
        <div className="row targets-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
      </div>
      {project === null ? (
        error === null ? (
          <Waiting />
        ) : (
          <LoadFailure error={error} onRetry={retry} />
        )
      ) : (
        <Panels project={project} />
      )}
    </div>
  )
}

function Panels({ project }: { project: ProjectReply }) {
  const { cycles } = usePlace()
  const isManager = useMayIn(project.id, 'manage', 'Cycle')
  const [said, setSaid] = useState('')
  const latest = latestVersions(cycles).toSorted((a, b) => a.starts_on.localeCompare(b.starts_on))
  const shared = { projectId: project.id, cycles: latest, isManager, onSaid: setSaid }
  return (
    <div className="targets">
      <p className="cap targets-said" role="status">
        {said}
      </p>
      <BaseYearPanel {...shared} />
      <TargetsPanel {...shared} />
      <IntensityPanel {...shared} />
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="stack" role="status" aria-busy="true" aria-label={t('loading')}>
      {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={120} />)}
    </div>
  )
}
