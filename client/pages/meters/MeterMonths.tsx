import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeviceMonthsReply, DeviceReply } from '#shared/api/devices.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { exactMoment, monthName } from '#client/i18n/dates.ts'
import { pct } from '#client/theme/format.ts'
import { amountText, MeterAmount } from './MeterAmount.tsx'
import { meterMonthsQuery } from './meterQueries.ts'
import { WrittenAmount } from './WrittenAmount.tsx'
import { useMeterWords } from './words/useMeterWords.ts'

type MeterMonth = DeviceMonthsReply['data'][number]

/** What a meter measured by month, which part of it is known and why not all, and what was written of it. */
export function MeterMonths({ of, onSaid }: { of: DeviceReply; onSaid: (said: string) => void }) {
  const t = useMeterWords()
  const months = useQuery(meterMonthsQuery(of.id))
  const shown = months.data?.data
  return (
    <Panel title={t('months')} pad={shown?.length === 0}>
      {months.error !== null && shown === undefined && (
        <LoadFailure error={months.error} onRetry={() => void months.refetch()} />
      )}
      {shown?.length === 0 && <p className="cap">{t('monthsNone')}</p>}
      {shown !== undefined && shown.length > 0 && (
        <table className="tbl meters-table" aria-label={t('months')}>
          <thead>
            <tr>
              <th>{t('month')}</th>
              <th className="r">{t('measured')}</th>
              <th>{t('known')}</th>
              <th>{t('written')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((month) => (
              <MonthRow key={month.month} of={of} month={month} onSaid={onSaid} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function MonthRow({ of, month, onSaid }: { of: DeviceReply; month: MeterMonth; onSaid: (said: string) => void }) {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const { language } = i18n
  const isMean = of.rules.length > 0 && of.rules.every(({ aggregation }) => aggregation === 'mean')
  return (
    <tr>
      <td>
        <span className="meter-amount">{monthName(month.month, language, true)}</span>
        {month.is_running && <span className="cap">{t('running')}</span>}
      </td>
      <td className="r">
        <MeterAmount value={isMean ? month.mean : month.total} unit={of.unit} />
      </td>
      <td>
        <Chip tone={month.is_running ? 'plain' : month.share === 1 ? 'ok' : 'warn'}>
          {/* what is not whole is never said to be */}
          {pct(Math.floor(month.share * 1000) / 10, month.share === 1 || month.share === 0 ? 0 : 1)}
        </Chip>
        <Gaps of={month} />
        {month.resets.map(({ at, before, after, kind }) => (
          <span key={at} className="cap">
            {t(kind, { at: exactMoment(at, language), before: amountText(before), after: amountText(after) })}
          </span>
        ))}
      </td>
      <td>
        {month.amounts.length === 0 && !month.is_running && <span className="dim">{t('noRule')}</span>}
        {month.amounts.map((amount) => (
          <WrittenAmount key={amount.rule_id} of={of} month={month} amount={amount} onSaid={onSaid} />
        ))}
      </td>
    </tr>
  )
}

function Gaps({ of: { gaps } }: { of: MeterMonth }) {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  if (gaps.length === 0) {
    return null
  }
  return (
    <details>
      <summary className="cap">{t('gaps', { count: gaps.length })}</summary>
      {gaps.map(({ from, to }) => (
        <span key={from} className="cap">
          {t('gapOne', { from: exactMoment(from, i18n.language), to: exactMoment(to, i18n.language) })}
        </span>
      ))}
    </details>
  )
}
