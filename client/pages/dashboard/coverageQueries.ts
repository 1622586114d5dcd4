import { queryOptions } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

/** Each of these reads all rows of a cycle, so they follow edits by time and not one by one as the totals do. */
const AGAIN_MS = 30_000

const SLOWLY = { staleTime: 0, refetchInterval: AGAIN_MS }

/** What is there and missing by site and month. */
export const coveredMonthsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['coverage', cycleId, 'completeness'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/completeness`, { signal }),
    ...SLOWLY,
  })

/** What each category of scope 3 is. */
export const coveredCategoriesQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['coverage', cycleId, 'declarations'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/declarations`, { signal }),
    ...SLOWLY,
  })

/** Which part of the total rests on estimates. */
export const estimatedShareQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['coverage', cycleId, 'estimates'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/estimates`, { signal }),
    ...SLOWLY,
  })
