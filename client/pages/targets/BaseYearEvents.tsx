import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BaseYearEvent } from '#shared/api/baseYear.ts'
import { Chip } from '#client/components/Chip.tsx'
import { shortDate } from '#client/i18n/dates.ts'
import { signed } from '#client/theme/format.ts'
import { useTargetWords } from './words/useTargetWords.ts'

/** What may ask for another base year, newest first, and what was decided about it. */
export function BaseYearEvents(props: {
  events: readonly BaseYearEvent[]
  isManager: boolean
  onDecide: (event: BaseYearEvent) => void
}) {
  const { events, isManager, onDecide } = props
  const { i18n } = useTranslation()
  const t = useTargetWords()
  return (
    <>
      <h3 className="targets-head">{t('events')}</h3>
      {events.length === 0 ? (
        <p className="cap">{t('eventsNone')}</p>
      ) : (
        <div className="scroll-x">
          <table className="tbl tbl-dense base-events" aria-label={t('events')}>
            <thead>
              <tr>
                <th>{t('kind')}</th>
                <th>{t('description')}</th>
                <th className="r">{t('effectShare')}</th>
                <th>{t('decision')}</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => {
                const { id, kind, cause, cycle_name: cycle, percent, decision, existed } = event
                return (
                  <tr key={id}>
                    <td>
                      {kind === null ? t('restatementOf', { cycle: cycle ?? '' }) : t(kind)}
                      <span className="cap">
                        {shortDate(event.happened_on, i18n.language)}
                        {cause !== null && ` · ${t(cause)}`}
                      </span>
                    </td>
                    <td dir="auto">
                      {event.description}
                      {!existed && <span className="cap">{t('existedNot')}</span>}
                    </td>
                    <td className={`r ${event.is_significant === true ? 'warn' : ''}`}>
                      <bdi>{percent === null ? '–' : `${signed(percent, 1)}\u00A0%`}</bdi>
                    </td>
                    <td>
                      {decision !== null && (
                        <>
                          <Chip tone="ok">{t(decision.decision)}</Chip>
                          <span className="cap" dir="auto">
                            {decision.reason}
                          </span>
                        </>
                      )}
                      {decision === null && isManager && (
                        <Button variant="default" size="xs" onClick={() => onDecide(event)}>
                          {t('decide')}
                        </Button>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
