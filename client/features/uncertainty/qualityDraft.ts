import type { FactorQualityBody, FactorQualityReply } from '#shared/api/quality.ts'
import { scoreOfNumber } from '#shared/uncertainty/grades.ts'
import { QUALITY_INDICATORS, type QualityIndicator } from '#shared/uncertainty/pedigree.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'

/** What a person enters: a range, scores and why, as texts. */
export interface QualityDraft {
  range: string
  /** "1" to "5"; empty: not scored. */
  scores: Readonly<Record<QualityIndicator, string>>
  reason: string
}

export function draftOf(quality: Pick<FactorQualityReply, 'range_percent' | 'scores'>): QualityDraft {
  const score = (indicator: QualityIndicator): string => String(quality.scores[indicator] ?? '')
  return {
    range: quality.range_percent === null ? '' : String(quality.range_percent),
    scores: {
      technology: score('technology'),
      time: score('time'),
      geography: score('geography'),
      completeness: score('completeness'),
      reliability: score('reliability'),
    },
    reason: '',
  }
}

/** As the server takes it. */
export function bodyOf({ range, scores, reason }: QualityDraft): FactorQualityBody {
  const scored = QUALITY_INDICATORS.flatMap((indicator) => {
    const score = scoreOfNumber(Number(scores[indicator]))
    return score === null ? [] : [[indicator, score] as const]
  })
  return { range_percent: numberIn(range), scores: Object.fromEntries(scored), reason }
}

/** Whether the range is something else than a number. */
export const isUnreadable = ({ range }: QualityDraft): boolean => Number.isNaN(numberIn(range))
