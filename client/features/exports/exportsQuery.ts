import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

const ON_A_PAGE = 10
/** While somebody is being sent a file. */
const LOOK_AGAIN_MS = 3000

/** Below the key of its cycle. */
const exportsKey = (cycleId: string) => ['cycles', cycleId, 'exports'] as const

/** Whether a query is of files that were taken: one of a project is in the list of each of its cycles. */
export const isExportsKey = ([what, , of]: readonly unknown[]): boolean => what === 'cycles' && of === 'exports'

/** The files that were taken from a cycle, newest first. */
export const exportsQuery = (cycleId: string) =>
  infiniteQueryOptions({
    queryKey: exportsKey(cycleId),
    queryFn: ({ signal, pageParam }) =>
      api.get('exports', {
        signal,
        query: { 'filter[cycle_id]': cycleId, limit: ON_A_PAGE, ...(pageParam !== null && { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((file) => file.state === 'sending')) === true
        ? LOOK_AGAIN_MS
        : false,
  })
