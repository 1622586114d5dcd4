import { formatCell, type CellWords } from '#shared/cells/formatCell.ts'
import type { ChangedFilter } from '#shared/views/changedFilter.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** The filter in words, for its chip: "New since yesterday by others". */
export function changesText({ what, since, by }: ChangedFilter, words: CellWords, t: SheetTranslate): string {
  return t('changesChip', {
    what: t(`changed_${what}`),
    since: sinceText(since, words, t),
    by: by === 'anyone' ? '' : t(`changedBy_${by}`),
  }).trim()
}

function sinceText(since: string, words: CellWords, t: SheetTranslate): string {
  switch (since) {
    case 'today':
    case 'yesterday':
    case 'week':
    case 'visit':
      return t(`changedSince_${since}`)
    default:
      return t('changedSince_day', { day: formatCell({ type: 'date', options: [] }, since, words) })
  }
}
