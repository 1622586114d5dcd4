import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import type { TimeTravel } from './useTimeTravel.ts'

/** Says that the sheet on screen is not the one of now, how it differs, and how to get back. */
export function TimeBar(props: {
  travel: TimeTravel
  /** Null: what is selected may not be written. */
  onPutBack: (() => void) | null
  t: SheetTranslate
}) {
  const { travel, onPutBack, t } = props
  const { language } = useTranslation().i18n
  const { moment, state, past, count } = travel
  if (moment === null) {
    return null
  }
  const time = exactMoment(state === 'ready' || past === null ? moment : past.at, language)
  const counted = (word: SheetWord, n: number): string[] =>
    n > 0 ? [t(word, { count: n, shown: formatNumber(n) })] : []
  const parts =
    past === null || count === null
      ? []
      : past.model.rowCount() === 0
        ? [t('pastEmpty')]
        : [
            ...(count.cells > 0 ? counted('pastDiffers', count.cells) : [t('pastSame')]),
            ...counted('pastGone', count.gone),
            ...counted('pastAdded', count.added),
          ]
  return (
    <div className="timebar" data-testid="past-bar" role="status">
      <IconHistory size={15} stroke={1.8} />
      <span>
        {past === null && state === 'loading' && <b>{t('pastLoading', { time })}</b>}
        {past === null && state === 'failed' && <b>{t('pastFailed', { time })}</b>}
        {past !== null && (
          <>
            <b>{t('pastBar', { time })}</b> {[...parts, t('pastReadOnly')].join(' ')}
          </>
        )}
      </span>
      <span className="timebar-actions">
        {state === 'failed' && (
          <Button variant="default" onClick={travel.retry}>
            {t('tryAgain')}
          </Button>
        )}
        {onPutBack !== null && (
          <Button variant="default" onClick={onPutBack}>
            {t('putSelectionBack')}
          </Button>
        )}
        <Button variant="default" onClick={() => travel.goTo(null)}>
          {t('backToNow')}
        </Button>
      </span>
    </div>
  )
}
