import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { cautionTexts, reasonText } from './suggestionText.ts'
import { useSuggestionWords } from './words/useSuggestionWords.ts'

/** Says in one line why a factor is suggested, and what to know about it; empty: none fits. */
export function useReasons(): (suggestion: FactorSuggestion) => string {
  const t = useSuggestionWords()
  const { language } = useTranslation().i18n
  return useCallback(
    ({ chosen, factor_year: factorYear }) =>
      chosen === null ? '' : [reasonText(chosen, factorYear, t, language), ...cautionTexts(chosen, t)].join(' · '),
    [t, language],
  )
}
