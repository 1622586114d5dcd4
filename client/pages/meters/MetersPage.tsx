import { Button, Skeleton, VisuallyHidden } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewDeviceReply } from '#shared/api/devices.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { MeterForm } from './MeterForm.tsx'
import { metersQuery } from './meterQueries.ts'
import { MeterRow } from './MeterRow.tsx'
import { MeterSecret } from './MeterSecret.tsx'
import './meters.css'
import { useMeterWords } from './words/useMeterWords.ts'

/** Meters of the company that send their readings; for its administrators. */
export function MetersPage() {
  const t = useMeterWords()
  usePageTitle(t('title'))
  const meters = useQuery(metersQuery())
  const isLate = useDelayed(meters.isPending)
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<NewDeviceReply | null>(null)
  const [said, setSaid] = useState('')
  const add = <Button onClick={() => setAdding(true)}>{t('add')}</Button>
  return (
    <div className="page">
      <div className="page-head">
        <div className="row meters-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
        {(meters.data?.length ?? 0) > 0 && <div className="actions">{add}</div>}
      </div>
      {meters.error !== null && meters.data === undefined && (
        <LoadFailure error={meters.error} onRetry={() => void meters.refetch()} />
      )}
      {isLate && <Skeleton height={160} />}
      {meters.data?.length === 0 && (
        <EmptyState icon={<IconGauge size={30} stroke={1.3} />} title={t('emptyTitle')} actions={add}>
          {t('emptyText')}
        </EmptyState>
      )}
      {meters.data !== undefined && meters.data.length > 0 && (
        <Panel pad={false}>
          <table className="tbl meters-table" aria-label={t('title')}>
            <thead>
              <tr>
                <th>{t('meter')}</th>
                <th className="meter-wide">{t('last')}</th>
                <th className="meter-wide">{t('writes')}</th>
                <th>{t('state')}</th>
                <th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {meters.data.map((meter) => (
                <MeterRow key={meter.id} of={meter} onSaid={setSaid} onSecret={setSecret} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <p className="cap meters-said" role="status">
        {said}
      </p>
      {isAdding && (
        <MeterForm
          of={null}
          onClose={() => setAdding(false)}
          onKept={(meter) => (setAdding(false), 'secret' in meter && setSecret(meter))}
        />
      )}
      {secret !== null && <MeterSecret of={secret} onClose={() => setSecret(null)} />}
    </div>
  )
}
