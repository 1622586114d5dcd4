import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeviceReply } from '#shared/api/devices.ts'
import { Chip } from '#client/components/Chip.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { exactMoment } from '#client/i18n/dates.ts'
import { amountText, MeterAmount } from './MeterAmount.tsx'
import { meterReadingsQuery } from './meterQueries.ts'
import { isLate } from './meterState.ts'
import { useMeterWords } from './words/useMeterWords.ts'

/** What a meter sent last, with what came late and what was corrected. */
export function MeterReadings({ of }: { of: DeviceReply }) {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const { data } = useQuery(meterReadingsQuery(of.id))
  if (data === undefined) {
    return null
  }
  return (
    <Panel title={t('readings')} pad={data.data.length === 0}>
      {data.data.length === 0 && <p className="cap">{t('readingsNone')}</p>}
      {data.data.length > 0 && (
        <table className="tbl tbl-dense meters-table" aria-label={t('readings')}>
          <thead>
            <tr>
              <th>{t('readAt')}</th>
              <th className="r">{t('value')}</th>
              <th>{t('readReceived')}</th>
            </tr>
          </thead>
          <tbody>
            {data.data.map((reading) => (
              <tr key={reading.at}>
                <td>{exactMoment(reading.at, i18n.language)}</td>
                <td className="r">
                  <MeterAmount value={reading.value} unit={of.unit} />
                  {reading.corrections.slice(-1).map(({ value }) => (
                    <span key={value} className="cap">
                      {t('corrected', { value: amountText(value) })}
                    </span>
                  ))}
                </td>
                <td>
                  {exactMoment(reading.received_at, i18n.language)}{' '}
                  {isLate(reading, of.interval_minutes) && <Chip tone="warn">{t('late')}</Chip>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
