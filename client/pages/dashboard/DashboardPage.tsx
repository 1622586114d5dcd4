import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Button } from '@mantine/core'
import { IconTablePlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '#client/api/session.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { RowsBehind } from '#client/features/emissions/RowsBehind.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { previousCycle } from '#client/features/place/pickCycle.ts'
import { CategoryPanel } from './CategoryPanel.tsx'
import { CompletenessPanel } from './CompletenessPanel.tsx'
import './dashboard.css'
import { DashboardSkeleton } from './DashboardSkeleton.tsx'
import { GasPanel } from './GasPanel.tsx'
import { ModulePanel } from './ModulePanel.tsx'
import { MonthPanel } from './MonthPanel.tsx'
import { PeopleNow } from './PeopleNow.tsx'
import { SitePanel } from './SitePanel.tsx'
import { TotalPanel } from './TotalPanel.tsx'

/** The cycle at a glance. Every number opens its rows; edits of anybody show within a second. */
export function DashboardPage() {
  const { t } = useTranslation('dashboard')
  usePageTitle(t('title'))
  const { cycle } = usePlace()
  return (
    <div className="page">
      <div className="page-head">
        <div className="row dash-title">
          <h1>{t('title')}</h1>
          {cycle !== null && <PeopleNow cycleId={cycle.id} />}
          <span className="cap hide-s">{t('everyNumber')}</span>
        </div>
        {cycle !== null && (
          <span className="cap">
            {t('gwp', { set: cycle.gwp_set })} · {t('factorYear', { year: cycle.factor_year })}
          </span>
        )}
      </div>
      <Content />
    </div>
  )
}

function Content() {
  const { t } = useTranslation('dashboard')
  const { tenant } = useMe()
  const place = usePlace()
  const { cycle, cycles } = place
  const before = cycle === null ? null : previousCycle(cycles, cycle)
  const now = useQuery({ ...emissionsQuery(cycle?.id ?? ''), enabled: cycle !== null })
  const last = useQuery({ ...emissionsQuery(before?.id ?? ''), enabled: before !== null && now.data !== undefined })
  useCycleChanges(cycle?.id ?? null)

  const error = place.error ?? now.error
  if (error !== null && now.data === undefined) {
    return <LoadFailure error={error} onRetry={() => (place.retry(), void now.refetch())} />
  }
  if (cycle === null && !place.isLoading) {
    return <EmptyState title={t('noProjectTitle')}>{t('noProjectText', { tenant: tenant.name })}</EmptyState>
  }
  if (cycle === null || now.data === undefined) {
    return <DashboardSkeleton />
  }
  if (now.data.total.rows === 0) {
    return (
      <EmptyState
        icon={<IconTablePlus size={30} stroke={1.3} />}
        title={t('emptyTitle', { cycle: cycle.name })}
        actions={
          <Button component={Link} to="/modules">
            {t('emptyAction')}
          </Button>
        }
      >
        {t('emptyText')}
      </EmptyState>
    )
  }
  const compared = last.data !== undefined && last.data.total.rows > 0 ? last.data : null
  return (
    <div className="dash">
      <TotalPanel now={now.data} last={compared} />
      <CompletenessPanel emissions={now.data} />
      <MonthPanel now={now.data} last={compared} cycle={cycle} />
      <ModulePanel emissions={now.data} />
      <SitePanel emissions={now.data} />
      <GasPanel emissions={now.data} />
      <CategoryPanel emissions={now.data} />
      <RowsBehind emissions={now.data} />
    </div>
  )
}
