import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { WhatIfBody } from '#shared/api/whatIf.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

const MOST_FOUND = 200

/** What of the cycle can be thought otherwise. Below the key of the totals, so that it follows edits as they do. */
export const choicesQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'what-if'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/what_if`, { signal }),
  })

/** What the cycle would come to. */
export const whatIfQuery = (cycleId: string, body: WhatIfBody) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'what-if', body],
    queryFn: ({ signal }) => api.post(`cycles/${cycleId}/what_if`, body, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })

const scenariosKey = (cycleId: string) => ['scenarios', cycleId]

export const scenariosQuery = (cycleId: string) =>
  queryOptions({
    queryKey: scenariosKey(cycleId),
    queryFn: async ({ signal }) => (await api.get(`cycles/${cycleId}/scenarios`, { signal })).data,
  })

export const refreshScenarios =
  (cycleId: string) =>
  (queries: QueryClient): Promise<void> =>
    queries.invalidateQueries({ queryKey: scenariosKey(cycleId) })

/** Factors that formulas can use, best matches first. */
export const foundFactorsQuery = (search: string, { factor_year: year, gwp_set: set }: CycleReply) =>
  queryOptions({
    queryKey: ['factors', 'what-if', search, year, set],
    queryFn: ({ signal }) =>
      api.get('factors', {
        query: {
          limit: MOST_FOUND,
          sort: 'match',
          near_year: year,
          gwp_set: set,
          'filter[usable]': 'true',
          ...(search !== '' && { search }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
