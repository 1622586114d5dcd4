import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { QUALITY_SCORES, QUALITY_INDICATORS } from '#shared/uncertainty/pedigree.ts'
import type { Change } from '#client/features/changing/useChange.ts'
import { isUnreadable, type QualityDraft } from './qualityDraft.ts'
import './uncertainty.css'
import type { UncertaintyTranslate } from './words/useUncertaintyWords.ts'

/** Paths of the body whose reasons stand at these fields. */
export const SHOWN_OF_QUALITY = ['range_percent', 'scores', 'reason'] as const

/** A range, or five scores; and why. */
export function QualityFields(props: {
  draft: QualityDraft
  change: Change
  t: UncertaintyTranslate
  onChange: (draft: QualityDraft) => void
}) {
  const { draft, change, t, onChange } = props
  return (
    <>
      <TextInput
        label={t('rangePercent')}
        description={t('rangeHelp')}
        inputMode="decimal"
        className="quality-range"
        value={draft.range}
        error={isUnreadable(draft) ? t('notANumber') : change.wrong('range_percent')}
        onChange={(event) => onChange({ ...draft, range: event.currentTarget.value })}
      />
      <fieldset className="quality-scores">
        <legend>{t('scores')}</legend>
        <p className="cap">{t('scoresHelp')}</p>
        <div>
          {QUALITY_INDICATORS.map((indicator) => (
            <NativeSelect
              key={indicator}
              label={t(`column_${indicator}`)}
              value={draft.scores[indicator]}
              error={change.wrong(`scores.${indicator}`)}
              data={[
                { value: '', label: t('scoreNone') },
                ...QUALITY_SCORES.toReversed().map((score) => ({ value: String(score), label: t(`score_${score}`) })),
              ]}
              onChange={(event) =>
                onChange({ ...draft, scores: { ...draft.scores, [indicator]: event.currentTarget.value } })
              }
            />
          ))}
        </div>
      </fieldset>
      <Textarea
        label={t('reason')}
        description={t('reasonHelp')}
        autosize
        minRows={2}
        value={draft.reason}
        error={change.wrong('reason')}
        onChange={(event) => onChange({ ...draft, reason: event.currentTarget.value })}
      />
    </>
  )
}
