import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'

/** What of the cycle on screen decides how factors are shown. */
export type FactorBasisOf = Pick<CycleReply, 'gwp_set' | 'factor_year'> | null

/** Best matches first, those of the cycle's year before others, in CO2e of its GWP set. */
export const factorsQuery = (query: Record<string, string>, cycle: FactorBasisOf) =>
  infiniteQueryOptions({
    queryKey: ['factors', query, cycle?.gwp_set, cycle?.factor_year],
    queryFn: ({ pageParam, signal }) =>
      api.get('factors', {
        query: {
          ...query,
          sort: 'match',
          ...(cycle !== null && { near_year: cycle.factor_year, gwp_set: cycle.gwp_set }),
          cursor: pageParam,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })

export const facetsQuery = (query: Record<string, string>) =>
  queryOptions({
    queryKey: ['factors', 'facets', query],
    queryFn: ({ signal }) => api.get('factors/facets', { query, signal }),
    placeholderData: keepPreviousData,
  })

/** Where it is used changes with every edit, so it is read anew. */
export const factorDetailQuery = (id: string, cycle: FactorBasisOf) =>
  queryOptions({
    queryKey: ['factors', 'detail', id, cycle?.gwp_set],
    queryFn: ({ signal }) =>
      api.get(`factors/${encodeURIComponent(id)}`, {
        query: cycle === null ? {} : { gwp_set: cycle.gwp_set },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** After a custom factor was changed: everything that shows factors. */
export const refreshFactors = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ['factors'] })
