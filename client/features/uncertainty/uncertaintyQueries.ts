import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { UncertaintyMethod } from '#shared/uncertainty/aggregate.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** How sure the totals are. Below the key of the totals, so that it follows edits as they do. */
export const uncertaintyQuery = (cycleId: string, method: UncertaintyMethod) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'uncertainty', method],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/uncertainty`, { query: { method }, signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

export const simulationsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'simulations'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/simulations`, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

export const tableQualityQuery = (tableId: string) =>
  queryOptions({
    queryKey: ['quality', 'table', tableId],
    queryFn: ({ signal }) => api.get(`tables/${tableId}/quality`, { signal }),
  })

export const factorQualityQuery = (factorId: string) =>
  queryOptions({
    queryKey: ['quality', 'factor', factorId],
    queryFn: ({ signal }) => api.get(`factors/${encodeURIComponent(factorId)}/quality`, { signal }),
  })

export const rateQualityQuery = (instrumentId: string) =>
  queryOptions({
    queryKey: ['quality', 'rate', instrumentId],
    queryFn: ({ signal }) => api.get(`instruments/${instrumentId}/quality`, { signal }),
  })

/** After somebody said how sure something is: the figures of every cycle. */
export async function refreshQuality(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['quality'] })
  await queries.invalidateQueries({ queryKey: ['emissions'] })
}
