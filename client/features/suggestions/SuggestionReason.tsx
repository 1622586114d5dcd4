import { useTranslation } from 'react-i18next'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { num } from '#client/theme/format.ts'
import './suggestions.css'
import { cautionTexts, reasonText, refusalText } from './suggestionText.ts'
import { useSuggestionWords } from './words/useSuggestionWords.ts'

/** Why a factor was suggested, what to know about it, and what was refused, on demand. */
export function SuggestionReason({ suggestion }: { suggestion: FactorSuggestion }) {
  const t = useSuggestionWords()
  const { i18n } = useTranslation()
  const { chosen, refused, refused_count: count, factor_year: factorYear } = suggestion
  return (
    <div className="suggestion">
      {chosen === null ? (
        <p className="warn">{count === 0 ? t('noneOfActivity') : t('none')}</p>
      ) : (
        <p className="cap">{reasonText(chosen, factorYear, t, i18n.language)}</p>
      )}
      {chosen !== null && chosen.cautions.length > 0 && (
        <p className="cap warn">{cautionTexts(chosen, t).join(' · ')}</p>
      )}
      {count > 0 && (
        <details>
          <summary className="cap">{t('refused', { shown: num(count) })}</summary>
          {count > refused.length && (
            <p className="cap">{t('refusedFirst', { shown: num(refused.length), all: num(count) })}</p>
          )}
          <ul className="suggestion-refused">
            {refused.map((one) => (
              <li key={one.id}>
                <bdi>{one.name}</bdi>{' '}
                <span className="cap">
                  <bdi>
                    {shortPublisher(one.publisher)} {one.year} · {one.geography}
                  </bdi>{' '}
                  — {refusalText(one.refusal, t)}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
