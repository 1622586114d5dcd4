import { queryOptions } from '@tanstack/react-query'
import type { InputKind } from '#shared/api/runChanges.ts'
import { api } from '#client/api/apiClient.ts'

/** Between two questions for a run that is on its way, besides what is heard of it. */
const RUNNING_MS = 3000

/** Below the key of its cycle, so that a lock brings it. Whether the newest is current is of this moment. */
export const runsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['cycles', cycleId, 'runs'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/runs`, { signal }),
    staleTime: 0,
    // what the system asked for is not told to everybody who may see the run
    refetchInterval: ({ state }) => (state.data?.job ? RUNNING_MS : false),
  })

/** Sums of a run along every axis; they never change. */
export const runTotalsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'totals'],
    queryFn: async ({ signal }) => (await api.get(`runs/${runId}/totals`, { signal })).data,
    staleTime: Infinity,
  })

/** What differs between the inputs of two runs; it never changes. */
export const runComparisonQuery = (runId: string, otherId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'comparison', otherId],
    queryFn: ({ signal }) => api.get(`runs/${runId}/comparison`, { query: { with: otherId }, signal }),
    staleTime: Infinity,
  })

/** How many inputs are named at a time. */
export const CHANGES_SHOWN = 20

/** The first of one kind of inputs that differ. */
export const runChangesQuery = (runId: string, otherId: string, kind: InputKind) =>
  queryOptions({
    queryKey: ['runs', runId, 'changes', otherId, kind],
    queryFn: ({ signal }) =>
      api.get(`runs/${runId}/changes`, {
        query: { with: otherId, kind, limit: CHANGES_SHOWN },
        signal,
      }),
    staleTime: Infinity,
  })
