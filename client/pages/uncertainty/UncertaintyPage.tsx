import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconChartHistogram } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleUncertainty } from '#shared/api/uncertainty.ts'
import { UNCERTAINTY_METHODS, type UncertaintyMethod } from '#shared/uncertainty/aggregate.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { uncertaintyQuery } from '#client/features/uncertainty/uncertaintyQueries.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { ImprovePanel } from './ImprovePanel.tsx'
import { PartsPanel } from './PartsPanel.tsx'
import { SimulationPanel } from './SimulationPanel.tsx'
import { TotalInterval } from './TotalInterval.tsx'
import './uncertaintyPage.css'

/** How sure the totals of the cycle are, part by part, and what to make surer first. */
export function UncertaintyPage() {
  const t = useUncertaintyWords()
  usePageTitle(t('title'))
  const { cycle } = usePlace()
  const [method, setMethod] = useState<UncertaintyMethod>('lognormal')
  const uncertainty = useQuery({ ...uncertaintyQuery(cycle?.id ?? '', method), enabled: cycle !== null })
  useCycleChanges(cycle?.id ?? null)
  return (
    <div className="page">
      <div className="page-head">
        <div className="row unc-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t('method')}
          value={method}
          data={UNCERTAINTY_METHODS.map((one) => ({ value: one, label: t(one) }))}
          onChange={(chosen) => setMethod(UNCERTAINTY_METHODS.find((one) => one === chosen) ?? 'lognormal')}
        />
      </div>
      {uncertainty.error !== null && (
        <LoadFailure error={uncertainty.error} onRetry={() => void uncertainty.refetch()} />
      )}
      {cycle !== null && uncertainty.isPending && <Waiting />}
      {cycle !== null && uncertainty.data !== undefined && <Content cycle={cycle} uncertainty={uncertainty.data} />}
    </div>
  )
}

function Content({ cycle, uncertainty }: { cycle: CycleReply; uncertainty: CycleUncertainty }) {
  const t = useUncertaintyWords()
  const { total } = uncertainty
  if (total.co2e_kg === null) {
    return <EmptyState title={t('noRowsTitle', { cycle: cycle.name })}>{t('noRowsText')}</EmptyState>
  }
  const isAssessed = total.interval !== null
  return (
    <div className="unc">
      <TotalInterval cycle={cycle} uncertainty={uncertainty} />
      {!isAssessed && (
        <EmptyState
          icon={<IconChartHistogram size={30} stroke={1.3} />}
          title={t('nothingTitle')}
          actions={
            <>
              <Button component={Link} to="/modules">
                {t('toModules')}
              </Button>
              <Button variant="default" component={Link} to="/factors">
                {t('toFactors')}
              </Button>
            </>
          }
        >
          {t('nothingText')}
        </EmptyState>
      )}
      {isAssessed && (
        <div className="unc-columns">
          <PartsPanel uncertainty={uncertainty} />
          <div className="unc-side">
            <ImprovePanel uncertainty={uncertainty} />
            <SimulationPanel cycleId={cycle.id} />
          </div>
        </div>
      )}
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="stack" role="status" aria-busy="true" aria-label={t('loading')}>
      {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={64} />)}
    </div>
  )
}
