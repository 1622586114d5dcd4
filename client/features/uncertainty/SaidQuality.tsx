import { useTranslation } from 'react-i18next'
import type { FactorQualityReply } from '#shared/api/quality.ts'
import { QUALITY_INDICATORS } from '#shared/uncertainty/pedigree.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { pct } from '#client/theme/format.ts'
import { useUncertaintyWords } from './words/useUncertaintyWords.ts'

/** What was said of how sure a number is, by whom and why. */
export function SaidQuality(props: { quality: Omit<FactorQualityReply, 'former'>; isFormer?: boolean }) {
  const { quality, isFormer = false } = props
  const t = useUncertaintyWords()
  const { i18n } = useTranslation()
  const { range_percent: range, scores, reason, made_by: person, made_at: at } = quality
  const scored = QUALITY_INDICATORS.flatMap((indicator) => {
    const score = scores[indicator]
    return score === undefined ? [] : [t('factorScores', { indicator: t(`column_${indicator}`), score })]
  })
  const text = range === null ? scored.join(', ') : t('factorRange', { percent: pct(range, range % 1 === 0 ? 0 : 1) })
  return (
    <div className={isFormer ? 'cap' : undefined}>
      <div dir="auto">{text === '' ? t('notAssessed') : text}</div>
      <div className="cap" dir="auto">
        {at !== null &&
          t('factorBy', { person: person ?? t('somebody'), when: whenAgo(at, i18n.language), reason: reason ?? '' })}
      </div>
    </div>
  )
}
