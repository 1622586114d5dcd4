import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import type { ImportReply, ImportRowsReply, ImportRowReply } from '#shared/api/imports.ts'
import { api } from '#client/api/apiClient.ts'

const KEY = ['imports']
const LOOK_AGAIN_MS = 1000
const ON_A_PAGE = 25

const WORKING: ReadonlySet<ImportReply['state']> = new Set(['reading', 'previewing', 'committing', 'reverting'])

/** Whether a job is at work on it. */
export const isWorking = (found: Pick<ImportReply, 'state'>): boolean => WORKING.has(found.state)

/** The table in its cycle: which fields there are, and which of them this person may write. */
export const importedSheetQuery = (tableId: string, cycleId: string) =>
  queryOptions({
    queryKey: [...KEY, 'sheet', tableId, cycleId],
    queryFn: ({ signal }) => api.get('sheets', { signal, query: { table_id: tableId, cycle_id: cycleId } }),
  })

/** What was brought to a sheet, newest first. */
export const importsQuery = (tableId: string, cycleId: string) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'list', tableId, cycleId],
    queryFn: ({ signal, pageParam }) =>
      api.get(`tables/${tableId}/imports`, {
        signal,
        query: { cycle_id: cycleId, limit: ON_A_PAGE, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(isWorking)) === true ? LOOK_AGAIN_MS : false,
  })

/** One import; asked for again while something works on it, also on a page that is not looked at. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'one', id],
    queryFn: ({ signal }) => api.get(`imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isWorking(state.data) ? LOOK_AGAIN_MS : false),
  })

/** Rows of the file that became this. They are others after each job. */
export const importRowsQuery = ({ id, job }: Pick<ImportReply, 'id' | 'job'>, state: ImportRowReply['state']) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'one', id, 'rows', state, job?.id ?? null],
    queryFn: ({ signal, pageParam }) => importRows(id, state, { cursor: pageParam, limit: ON_A_PAGE, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** A page of them. */
export const importRows = (
  id: string,
  state: ImportRowReply['state'],
  { cursor, limit, signal }: { cursor: string | null; limit: number; signal?: AbortSignal },
): Promise<ImportRowsReply> => api.get(`imports/${id}/rows`, { signal, query: { state, limit, cursor } })

/** What a revert left as it is. */
export const keptQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'one', id, 'kept'],
    queryFn: async ({ signal }) => (await api.get(`imports/${id}/kept`, { signal })).data,
  })

/** Shows what an import is now, and asks for everything else about it anew. */
export async function showImport(queries: QueryClient, now: ImportReply): Promise<void> {
  queries.setQueryData(importQuery(now.id).queryKey, now)
  await queries.invalidateQueries({ queryKey: [...KEY, 'list'] })
}

/** The same when it is not known what it is now. */
export const refreshImport = (queries: QueryClient, id: string): Promise<void> =>
  queries.invalidateQueries({ queryKey: [...KEY, 'one', id] })
