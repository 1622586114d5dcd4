import { queryOptions } from '@tanstack/react-query'
import { type FactorSuggestion, MOST_QUESTIONS } from '#shared/api/factorSuggestions.ts'
import type { SuggestionQuestion } from '#client/grid/model/activityOfRow.ts'
import { api } from '#client/api/apiClient.ts'

/** A factor field of a table in a cycle. */
export interface FactorColumn {
  tableId: string
  cycleId: string
  fieldId: string
}

/** The factors that fit these activities at these sites, in their order. */
export const suggestionsQuery = (column: FactorColumn, questions: readonly SuggestionQuestion[]) =>
  queryOptions({
    queryKey: ['factor-suggestions', column, questions],
    queryFn: ({ signal }) => askSuggestions(column, questions, signal),
    enabled: questions.length > 0,
    // the library and the places change rarely, and what is taken is asked for anew by the server
    staleTime: 60_000,
    retry: false,
  })

/** As many calls as the contract wants, one after the other. */
export async function askSuggestions(
  { tableId, cycleId, fieldId }: FactorColumn,
  questions: readonly SuggestionQuestion[],
  signal: AbortSignal,
): Promise<FactorSuggestion[]> {
  const found: FactorSuggestion[] = []
  for (let i = 0; i < questions.length; i += MOST_QUESTIONS) {
    const slice = questions.slice(i, i + MOST_QUESTIONS).map(({ activity, site }) => ({ activity, site }))
    const body = { cycle_id: cycleId, questions: slice }
    const { data } = await api.post(`tables/${tableId}/fields/${fieldId}/suggestions`, body, {
      signal,
    })
    found.push(...data)
  }
  return found
}
