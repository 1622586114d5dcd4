import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import type { NewDeviceReply } from '#shared/api/devices.ts'
import '#client/components/listPage.css'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import { detailText } from '#client/i18n/problemWords.ts'
import { HowToSend } from './HowToSend.tsx'
import { MeterActions } from './MeterActions.tsx'
import { MeterChip } from './MeterChip.tsx'
import { MeterMonths } from './MeterMonths.tsx'
import { meterQuery } from './meterQueries.ts'
import { MeterReadings } from './MeterReadings.tsx'
import { MeterRules } from './MeterRules.tsx'
import { MeterSecret } from './MeterSecret.tsx'
import './meters.css'
import { useMeterWords } from './words/useMeterWords.ts'

/** One meter: its months with what is missing in them, where they are written, and how it sends. */
export function MeterPage() {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const navigate = useNavigate()
  const { id = '' } = useParams()
  const meter = useQuery(meterQuery(id))
  const isLate = useDelayed(meter.isPending)
  const [secret, setSecret] = useState<NewDeviceReply | null>(null)
  const [said, setSaid] = useState('')
  const { data: of } = meter
  usePageTitle(of?.name ?? t('title'))
  if (of === undefined) {
    return (
      <div className="page">
        {meter.error !== null && <LoadFailure error={meter.error} onRetry={() => void meter.refetch()} />}
        {isLate && <Skeleton height={160} />}
      </div>
    )
  }
  const { last_refusal: refusal } = of
  return (
    <div className="page">
      <Link className="link cap" to="/admin/meters">
        {t('back')}
      </Link>
      <div className="page-head">
        <div className="row list-title">
          <h1 dir="auto">{of.name}</h1>
          <MeterChip of={of} />
          <span className="cap">
            <bdi>{[of.serial, of.site, of.unit, of.time_zone].filter((word) => word !== '').join(' · ')}</bdi>
          </span>
        </div>
        <div className="actions">
          <MeterActions
            of={of}
            onSaid={setSaid}
            onSecret={setSecret}
            onRemoved={() => void navigate('/admin/meters')}
          />
        </div>
      </div>
      <p className="cap list-said" role="status">
        {said}
      </p>
      <div className="stack">
        {refusal !== null && (
          <Panel title={t('refusalTitle', { when: exactMoment(refusal.at, i18n.language) })}>
            <ul className="meter-refusal">
              {refusal.errors.map((error) => (
                <li key={`${error.path} ${error.message}`} className="bad">
                  {error.path !== '' && (
                    <bdi dir="ltr" className="mono">
                      {error.path}
                    </bdi>
                  )}{' '}
                  {detailText(error)}
                </li>
              ))}
            </ul>
          </Panel>
        )}
        <MeterRules of={of} onSaid={setSaid} />
        <MeterMonths of={of} onSaid={setSaid} />
        <MeterReadings of={of} />
        <Panel title={`${t('byHttp')} · ${t('byMqtt')}`}>
          <HowToSend of={of} secret={null} />
        </Panel>
      </div>
      {secret !== null && <MeterSecret of={secret} onClose={() => setSecret(null)} />}
    </div>
  )
}
