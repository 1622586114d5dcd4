import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { CycleReadiness } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery, emissionsKey } from '#client/api/queries.ts'

/** What stands between a cycle and its lock, as it is now: an answer from before is never shown. */
export const readinessQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['cycles', cycleId, 'readiness'],
    queryFn: ({ signal }) => api.get<CycleReadiness>(`cycles/${cycleId}/readiness`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

/** After a cycle was changed: everything that shows it. */
export async function refreshCycle(queries: QueryClient, cycle: { id: string; project_id: string }): Promise<void> {
  await Promise.all(
    [cyclesQuery(cycle.project_id).queryKey, ['cycles', cycle.id], emissionsKey(cycle.id), ['sheets']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}
