import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

const keyOf = (projectId: string) => ['own-reports', projectId] as const

/** Reports that were put together for a project. */
export const ownReportsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keyOf(projectId),
    queryFn: ({ signal }) => api.get(`projects/${projectId}/report_templates`, { signal }),
  })

/** After one was kept or deleted: the list, and what is filled into them. */
export async function refreshOwnReports(queries: QueryClient, projectId: string, cycleId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keyOf(projectId) }),
    queries.invalidateQueries({ queryKey: [...emissionsKey(cycleId), 'report'] }),
  ])
}
