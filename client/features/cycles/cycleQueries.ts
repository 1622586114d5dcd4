import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { EffectKind } from '#shared/api/cycleComparison.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery, emissionsKey } from '#client/api/queries.ts'

/** A cycle with who brought it to where it is. */
export const cycleQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['cycles', cycleId],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}`, { signal }),
  })

/** What stands between a cycle and its lock, as it is now: an answer from before is never shown. */
export const readinessQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['cycles', cycleId, 'readiness'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/readiness`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

/** What is there by site and month. Below the key of the totals, so that it follows edits as they do. */
export const completenessQuery = (cycleId: string, moduleId: string | null) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'completeness', moduleId],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/completeness`, { query: { module_id: moduleId }, signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

/** How a cycle differs from another. Below the key of the totals, so that it follows edits of this cycle as they do. */
export const comparisonQuery = (cycleId: string, otherId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'comparison', otherId],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/comparison`, { query: { with: otherId }, signal }),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === cycleId && query.queryKey[3] === otherId ? previous : undefined,
  })

/** The rows that a cause changed between two cycles. */
export const comparisonRowsQuery = (cycleId: string, otherId: string, cause: EffectKind) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'comparison', otherId, 'rows', cause],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/comparison/rows`, { query: { with: otherId, cause }, signal }),
  })

/** After a cycle was changed: everything that shows it. */
export async function refreshCycle(queries: QueryClient, cycle: { id: string; project_id: string }): Promise<void> {
  await Promise.all(
    [cyclesQuery(cycle.project_id).queryKey, ['cycles', cycle.id], emissionsKey(cycle.id), ['sheets']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}
