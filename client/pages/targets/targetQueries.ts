import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import { api } from '#client/api/apiClient.ts'

const keyOf = (projectId: string) => ['measured', projectId] as const

/** The base year of a project, and every cycle against it. Edits in sheets change it, so an old answer is asked for anew. */
export const baseYearQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keyOf(projectId), 'base-year'],
    queryFn: ({ signal }) => api.get(`projects/${projectId}/base_year`, { signal }),
    staleTime: 0,
  })

export const targetsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keyOf(projectId), 'targets'],
    queryFn: ({ signal }) => api.get(`projects/${projectId}/reduction_targets`, { signal }),
    staleTime: 0,
  })

export const intensitiesQuery = (projectId: string, scopes: string, basis: ScopeBasis) =>
  queryOptions({
    queryKey: [...keyOf(projectId), 'intensities', scopes, basis],
    queryFn: ({ signal }) => api.get(`projects/${projectId}/intensities`, { query: { scopes, basis }, signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === projectId ? previous : undefined),
    staleTime: 0,
  })

/** After something was entered: everything of the page. */
export const refreshMeasured = (queries: QueryClient, projectId: string): Promise<void> =>
  queries.invalidateQueries({ queryKey: keyOf(projectId) })
