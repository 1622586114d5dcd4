import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { allPages, api } from '#client/api/apiClient.ts'

const ON_A_PAGE = 20
/** While something is on its way. */
const LOOK_AGAIN_MS = 2000

/** The webhooks of the company, by name. Calls go on meanwhile: what is shown again is asked for again. */
export const hooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => allPages('webhooks', signal),
    staleTime: 0,
  })

/** What one of them was told, newest first; asked for again while something is on its way. */
export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: ({ signal, pageParam }) =>
      api.get(`webhooks/${id}/deliveries`, {
        signal,
        query: { limit: ON_A_PAGE, ...(pageParam !== null && { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some((one) => one.state === 'queued')) === true
        ? LOOK_AGAIN_MS
        : false,
  })

/** The list, and what stands below it. */
export const refreshHooks = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: hooksQuery().queryKey })
