import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { BoundaryPreviewBody } from '#shared/api/boundary.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** The boundary of a cycle. Below the key of the totals, so that it follows edits as they do. */
export const boundaryQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'boundary'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/boundary`, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

/** What each category of scope 3 is, and what else is declared. Below the key of the totals, so that it follows edits as they do. */
export const declarationsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'declarations'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/declarations`, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

/** What a change would do to the totals. Nothing is written. */
export const boundaryPreviewQuery = (cycleId: string, body: BoundaryPreviewBody | null) =>
  queryOptions({
    queryKey: ['boundary-preview', cycleId, body],
    queryFn: () => api.post(`cycles/${cycleId}/boundary/preview`, body ?? {}),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** After the boundary was changed: the totals of every cycle that follows it. */
export const refreshBoundary = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ['emissions'] })

/** Where the sites of a project are. */
export const sitePlacesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['site-places', projectId],
    queryFn: ({ signal }) => api.get(`projects/${projectId}/site_places`, { signal }),
  })

/** After a site was placed: what is suggested follows it. */
export async function refreshPlaces(queries: QueryClient, projectId: string): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['site-places', projectId] })
  await queries.invalidateQueries({ queryKey: ['factor-suggestions'] })
}
