import { Button, Skeleton } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { InstrumentForm } from './InstrumentForm.tsx'
import { instrumentsQuery, scope2Query } from './instrumentQueries.ts'
import './instruments.css'
import { InstrumentTable } from './InstrumentTable.tsx'
import { Scope2Panel } from './Scope2Panel.tsx'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** What energy was bought by, what of it covers which consumption, and both sides of scope 2 that come of it. */
export function InstrumentsPage() {
  const t = useInstrumentWords()
  usePageTitle(t('title'))
  const { cycle } = usePlace()
  const isKeeper = useMayInTenant('manage', 'Instrument')
  const instruments = useQuery(instrumentsQuery(cycle?.id ?? ''))
  const scope2 = useQuery({ ...scope2Query(cycle?.id ?? ''), enabled: cycle !== null })
  useCycleChanges(cycle?.id ?? null)
  const [edited, setEdited] = useState<InstrumentReply | 'new' | null>(null)
  const [said, setSaid] = useState('')
  const error = instruments.error ?? scope2.error
  const add = isKeeper && <Button onClick={() => setEdited('new')}>{t('add')}</Button>
  return (
    <div className="page">
      <div className="page-head">
        <div className="row instruments-title">
          <h1>{t('title')}</h1>
          <span className="cap instruments-intro">{t('intro')}</span>
        </div>
        {(instruments.data?.length ?? 0) > 0 && add}
      </div>
      {error !== null && (
        <LoadFailure error={error} onRetry={() => (void instruments.refetch(), void scope2.refetch())} />
      )}
      {instruments.isPending && <Waiting />}
      <div className="instruments">
        {cycle !== null && scope2.data !== undefined && <Scope2Panel cycle={cycle} scope2={scope2.data} />}
        {instruments.data?.length === 0 && (
          <EmptyState icon={<IconCertificate size={30} stroke={1.3} />} title={t('emptyTitle')} actions={add}>
            {t('emptyText')} {!isKeeper && t('emptyReader')}
          </EmptyState>
        )}
        {instruments.data !== undefined && instruments.data.length > 0 && (
          <InstrumentTable instruments={instruments.data} isKeeper={isKeeper} onEdit={setEdited} onSaid={setSaid} />
        )}
        <p className="cap instruments-said" role="status">
          {said}
        </p>
      </div>
      {edited !== null && (
        <InstrumentForm
          instrument={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaid={setSaid}
        />
      )}
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="stack" role="status" aria-busy="true" aria-label={t('loading')}>
      {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={52} />)}
    </div>
  )
}
