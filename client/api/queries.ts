import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { allPages, api } from './apiClient.ts'

/** Structure changes rarely; five minutes old is fresh enough. */
const STRUCTURE_STALE_MS = 5 * 60_000

/** Narrows the totals of a cycle. */
export interface EmissionsFilter {
  module_id?: string
  table_id?: string
  site?: string
  month?: string
  scope?: number
}

/** The people of the tenant with their roles; for administrators. */
export const usersQuery = () =>
  queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => allPages('users', signal),
  })

export const projectsQuery = () =>
  queryOptions({
    queryKey: ['projects'],
    queryFn: ({ signal }) => allPages('projects', signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const cyclesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'cycles'],
    queryFn: ({ signal }) => allPages(`projects/${projectId}/cycles`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const modulesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'modules'],
    queryFn: ({ signal }) => allPages(`projects/${projectId}/modules`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const moduleQuery = (moduleId: string) =>
  queryOptions({
    queryKey: ['modules', moduleId],
    queryFn: ({ signal }) => api.get(`modules/${moduleId}`, { signal }),
    staleTime: STRUCTURE_STALE_MS,
  })

export const tablesQuery = (moduleId: string) =>
  queryOptions({
    queryKey: ['modules', moduleId, 'tables'],
    queryFn: ({ signal }) => allPages(`modules/${moduleId}/tables`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

/** The key that `cycle:changed` makes stale. */
export const emissionsKey = (cycleId: string) => ['emissions', cycleId]

/** Totals of a cycle. They stay on screen while newer ones load. */
export const emissionsQuery = (cycleId: string, filter: EmissionsFilter = {}) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), filter],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/emissions`, { query: { ...filter }, signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? keepPreviousData(previous) : undefined),
  })

/** One table in one cycle, with its fields and factors. */
export const sheetQuery = (tableId: string, cycleId: string) =>
  queryOptions({
    queryKey: ['sheets', tableId, cycleId],
    queryFn: ({ signal }) => api.get('sheets', { query: { table_id: tableId, cycle_id: cycleId }, signal }),
    staleTime: STRUCTURE_STALE_MS,
  })

/** Who wrote the newest edit of a table; null when nobody has (for example rows of a file) or it cannot be told. */
export const lastEditorQuery = (tableId: string, cycleId: string, lastEditAt: string) =>
  queryOptions({
    queryKey: ['last-editor', tableId, cycleId, lastEditAt],
    queryFn: async ({ signal }): Promise<string | null> => {
      const rows = await api.get(`tables/${tableId}/rows`, {
        query: { cycle_id: cycleId, sort: '-updated_at', limit: 1 },
        signal,
      })
      const newest = rows.data[0]
      if (newest === undefined || newest.updated_by === null) {
        return null
      }
      const history = await api.get(`tables/${tableId}/rows/${newest.id}/history`, {
        query: { cycle_id: cycleId, limit: 1 },
        signal,
      })
      return history.data[0]?.user?.name ?? null
    },
    staleTime: Infinity,
  })
