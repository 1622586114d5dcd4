import { queryOptions } from '@tanstack/react-query'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import type { DeclarationsReply } from '#shared/api/declarations.ts'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import { api } from '#client/api/apiClient.ts'

/** Each of these reads all rows of a cycle, so they follow edits by time and not one by one as the totals do. */
const AGAIN_MS = 30_000

const slowly = <Reply>(cycleId: string, what: string) =>
  queryOptions({
    queryKey: ['coverage', cycleId, what],
    queryFn: ({ signal }) => api.get<Reply>(`cycles/${cycleId}/${what}`, { signal }),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  })

/** What is there and missing by site and month. */
export const coveredMonthsQuery = (cycleId: string) => slowly<CycleCompleteness>(cycleId, 'completeness')

/** What each category of scope 3 is. */
export const coveredCategoriesQuery = (cycleId: string) => slowly<DeclarationsReply>(cycleId, 'declarations')

/** Which part of the total rests on estimates. */
export const estimatedShareQuery = (cycleId: string) => slowly<EstimatesReply>(cycleId, 'estimates')
