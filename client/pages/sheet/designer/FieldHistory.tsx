import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { whenAgo } from '#client/i18n/dates.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { changesQuery } from './designerQueries.ts'
import { differencesOf, titleOf } from './fieldChangeText.ts'

/** Who made a field what it is: each change with what was before and after it. */
export function FieldHistory({ tableId, fieldId, t }: { tableId: string; fieldId: string; t: SheetTranslate }) {
  const { i18n } = useTranslation()
  const { data } = useQuery(changesQuery(tableId, fieldId))
  return (
    <section className="designer-history" aria-label={t('fieldHistory')}>
      <h2>{t('fieldHistory')}</h2>
      {data?.data.length === 0 && <p className="dim">{t('fieldHistoryNone')}</p>}
      <ol>
        {data?.data.map((change) => (
          <li key={change.id}>
            <p>
              <b>
                <bdi>{change.by ?? t('aProgram')}</bdi>
              </b>{' '}
              · {t(titleOf(change))} ·{' '}
              <time className="dim" dateTime={change.at}>
                {whenAgo(change.at, i18n.language)}
              </time>
            </p>
            {differencesOf(change, t).map(({ what, before, after }) => (
              <p key={what} className="cap">
                {what}: <bdi>{before}</bdi> → <bdi>{after}</bdi>
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
