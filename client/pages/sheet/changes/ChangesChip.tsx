import { ActionIcon, CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { ChangedFilter } from '#shared/views/changedFilter.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { changesText } from './changesText.ts'
import type { ChangedRows } from './useChangedRows.ts'

/** Says by which changes rows are chosen and when that was looked up, looks again and takes it away. */
export function ChangesChip(props: {
  changed: ChangedFilter
  rows: ChangedRows
  words: CellWords
  t: SheetTranslate
  onRemove: () => void
}) {
  const { changed, rows, words, t } = props
  const { language } = useTranslation().i18n
  const text = changesText(changed, words, t)
  const isFailed = rows.state === 'failed'
  const label = isFailed
    ? t('changesFailed')
    : rows.at === null
      ? t('changesAsking')
      : t('changesAt', { time: exactMoment(rows.at, language) })
  return (
    <span className="tag filterbar-chip" data-testid="changes-chip">
      {isFailed && <IconAlertTriangle size={14} stroke={1.8} />}
      <bdi className="ell">{text}</bdi>
      <ActionIcon size={20} aria-label={label} title={label} onClick={rows.refresh}>
        <IconRefresh size={13} stroke={1.8} />
      </ActionIcon>
      <CloseButton size={20} aria-label={t('removeFilter', { filter: text })} onClick={props.onRemove} />
    </span>
  )
}
