import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { Page } from '#shared/api/pagination.ts'
import type { ProjectReply } from '#shared/api/projects.ts'
import type { RowHistoryReply } from '#shared/api/history.ts'
import type { RowsReply } from '#shared/api/rows.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { TableReply } from '#shared/api/tables.ts'
import type { PersonReply } from '#shared/api/users.ts'
import { api } from './apiClient.ts'

/** Structure changes rarely; five minutes old is fresh enough. */
const STRUCTURE_STALE_MS = 5 * 60_000
const LARGEST_PAGE = 500

/** Narrows the totals of a cycle. */
export interface EmissionsFilter {
  module_id?: string
  table_id?: string
  site?: string
  month?: string
  scope?: number
}

/** Every page of a list, one after the other. */
export async function allPages<Item>(path: string, signal: AbortSignal): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await api.get<Page<Item>>(path, { query: { limit: LARGEST_PAGE, cursor }, signal })
    items.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

/** The people of the tenant with their roles; for administrators. */
export const usersQuery = () =>
  queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => allPages<PersonReply>('users', signal),
  })

export const projectsQuery = () =>
  queryOptions({
    queryKey: ['projects'],
    queryFn: ({ signal }) => allPages<ProjectReply>('projects', signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const cyclesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'cycles'],
    queryFn: ({ signal }) => allPages<CycleReply>(`projects/${projectId}/cycles`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const modulesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'modules'],
    queryFn: ({ signal }) => allPages<ModuleReply>(`projects/${projectId}/modules`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

export const moduleQuery = (moduleId: string) =>
  queryOptions({
    queryKey: ['modules', moduleId],
    queryFn: ({ signal }) => api.get<ModuleReply>(`modules/${moduleId}`, { signal }),
    staleTime: STRUCTURE_STALE_MS,
  })

export const tablesQuery = (moduleId: string) =>
  queryOptions({
    queryKey: ['modules', moduleId, 'tables'],
    queryFn: ({ signal }) => allPages<TableReply>(`modules/${moduleId}/tables`, signal),
    staleTime: STRUCTURE_STALE_MS,
  })

/** The key that `cycle:changed` makes stale. */
export const emissionsKey = (cycleId: string) => ['emissions', cycleId]

/** Totals of a cycle. They stay on screen while newer ones load. */
export const emissionsQuery = (cycleId: string, filter: EmissionsFilter = {}) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), filter],
    queryFn: ({ signal }) => api.get<CycleEmissions>(`cycles/${cycleId}/emissions`, { query: { ...filter }, signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? keepPreviousData(previous) : undefined),
  })

/** One table in one cycle, with its fields and factors. */
export const sheetQuery = (tableId: string, cycleId: string) =>
  queryOptions({
    queryKey: ['sheets', tableId, cycleId],
    queryFn: ({ signal }) => api.get<SheetReply>('sheets', { query: { table_id: tableId, cycle_id: cycleId }, signal }),
    staleTime: STRUCTURE_STALE_MS,
  })

/** Who wrote the newest edit of a table; null when nobody has (for example rows of a file) or it cannot be told. */
export const lastEditorQuery = (tableId: string, cycleId: string, lastEditAt: string) =>
  queryOptions({
    queryKey: ['last-editor', tableId, cycleId, lastEditAt],
    queryFn: async ({ signal }): Promise<string | null> => {
      const rows = await api.get<RowsReply>(`tables/${tableId}/rows`, {
        query: { cycle_id: cycleId, sort: '-updated_at', limit: 1 },
        signal,
      })
      const newest = rows.data[0]
      if (newest === undefined || newest.updated_by === null) {
        return null
      }
      const history = await api.get<RowHistoryReply>(`tables/${tableId}/rows/${newest.id}/history`, {
        query: { cycle_id: cycleId, limit: 1 },
        signal,
      })
      return history.data[0]?.user?.name ?? null
    },
    staleTime: Infinity,
  })
