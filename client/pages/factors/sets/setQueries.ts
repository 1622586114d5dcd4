import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

const KEY = ['factor-sets']

/** Newest first. */
export const setsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'list'],
    queryFn: ({ pageParam, signal }) => api.get('factor_sets', { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const setQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'one', id],
    queryFn: ({ signal }) => api.get(`factor_sets/${id}`, { signal }),
  })

/** What taking it in would do, by what is kept of it; it is read anew after each change. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'one', id, 'preview'],
    queryFn: ({ signal }) => api.get(`factor_sets/${id}/preview`, { signal }),
    retry: false,
  })

/** After a set was changed: everything that shows sets or factors. */
export async function refreshSets(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: KEY })
  await queries.invalidateQueries({ queryKey: ['factors'] })
}
