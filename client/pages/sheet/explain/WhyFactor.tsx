import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { SuggestionReason } from '#client/features/suggestions/SuggestionReason.tsx'
import { shortDate } from '#client/i18n/dates.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Why a cell names its factor, with what was refused; nothing where it was not chosen from a suggestion. */
export function WhyFactor(props: { sheet: SheetAddress; cell: CellRef; factorId: string; t: SheetTranslate }) {
  const { sheet, cell, factorId, t } = props
  const { i18n } = useTranslation()
  const { data } = useQuery({
    queryKey: ['factor-choices', sheet.tableId, sheet.cycleId, cell.row, cell.key, factorId],
    queryFn: ({ signal }) =>
      api.get(`tables/${sheet.tableId}/rows/${cell.row}/factor_choices`, {
        query: { cycle_id: sheet.cycleId },
        signal,
      }),
    staleTime: 0,
  })
  const choice = data?.data.find(
    ({ field, suggestion }) => field === cell.key && suggestion.chosen?.factor.id === factorId,
  )
  if (choice === undefined) {
    return null
  }
  const { suggestion, made_at: at, made_by: by } = choice
  return (
    <section data-testid="why-factor">
      <h3>{t('explainWhy')}</h3>
      <p className="cap" dir="auto">
        {t('explainWhyBy', { name: by.name, date: shortDate(at, i18n.language), activity: suggestion.activity })}
      </p>
      <SuggestionReason suggestion={suggestion} />
    </section>
  )
}
