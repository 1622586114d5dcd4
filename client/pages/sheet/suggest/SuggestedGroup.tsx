import { Checkbox } from '@mantine/core'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { SuggestionReason } from '#client/features/suggestions/SuggestionReason.tsx'
import { aboutFactor } from '../targets/targetWords.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { SuggestionGroup } from './suggestionGroups.ts'

/** The factor of rows of one activity at one site, with its reason; it may be left out. */
export function SuggestedGroup(props: {
  group: SuggestionGroup
  suggestion: FactorSuggestion
  isTaken: boolean
  t: SheetTranslate
  onToggle: () => void
}) {
  const { group, suggestion, isTaken, t, onToggle } = props
  const { chosen } = suggestion
  const of = [group.activity, group.siteName].filter(Boolean).join(' · ')
  const rows = t('suggestRows', { count: group.rows.length, shown: formatNumber(group.rows.length) })
  const head = (
    <>
      <bdi>{of}</bdi> <span className="cap">{rows}</span>
    </>
  )
  return (
    <li>
      {chosen === null ? (
        <div className="fw5">{head}</div>
      ) : (
        <>
          <Checkbox className="fw5" label={head} checked={isTaken} onChange={onToggle} />
          <div>
            <bdi>
              {chosen.factor.name} {chosen.factor.year}
            </bdi>
          </div>
          <div className="cap">
            <bdi>{aboutFactor(chosen.factor, t)}</bdi>
          </div>
        </>
      )}
      <SuggestionReason suggestion={suggestion} />
    </li>
  )
}
