import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DeviceReply, NewDeviceReply } from '#shared/api/devices.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import { MeterActions } from './MeterActions.tsx'
import { MeterAmount } from './MeterAmount.tsx'
import { MeterChip } from './MeterChip.tsx'
import { useMeterWords } from './words/useMeterWords.ts'

/** A meter: what it said last, where that goes, and whether somebody should look. */
export function MeterRow(props: {
  of: DeviceReply
  onSaid: (said: string) => void
  onSecret: (meter: NewDeviceReply) => void
}) {
  const { of, onSaid, onSecret } = props
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const { id, name, serial, site, last_reading: last, rules } = of
  const counts = [
    ...(of.gap_months > 0 ? [t('gapMonths', { count: of.gap_months })] : []),
    ...(of.reset_months > 0 ? [t('resetMonths', { count: of.reset_months })] : []),
  ]
  return (
    <tr>
      <td>
        <Link className="link meter-name" to={`/admin/meters/${id}`} dir="auto">
          {name}
        </Link>
        <span className="cap">
          <bdi>{[serial, site].filter((word) => word !== '').join(' · ')}</bdi>
        </span>
        {of.previous_until !== null && (
          <span className="cap">{t('overlapping', { when: exactMoment(of.previous_until, i18n.language) })}</span>
        )}
      </td>
      <td className="meter-wide">
        {last === null ? (
          <span className="dim">{t('lastNone')}</span>
        ) : (
          <>
            <MeterAmount value={last.value} unit={of.unit} />
            <span className="cap">{exactMoment(last.at, i18n.language)}</span>
          </>
        )}
      </td>
      <td className="meter-wide">
        {rules.length === 0 && <span className="dim">{t('writesNone')}</span>}
        {rules.map((rule) => (
          <div key={rule.id} dir="auto">
            {rule.table_name} · {rule.field_name}
          </div>
        ))}
      </td>
      <td>
        <MeterChip of={of} />
        {of.open_months > 0 && <span className="cap">{t('openMonths', { count: of.open_months })}</span>}
        {counts.length > 0 && <span className="cap">{counts.join(' · ')}</span>}
      </td>
      <td className="r">
        <MeterActions of={of} onSaid={onSaid} onSecret={onSecret} onRemoved={(gone) => onSaid(gone)} />
      </td>
    </tr>
  )
}
