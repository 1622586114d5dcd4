import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { SearchKind } from '#shared/api/search.ts'
import { api } from '#client/api/apiClient.ts'

const OF_EACH = 5
const ON_A_PAGE = 20

/** What is found by words: some of every kind, or page by page of one. Nothing is asked without words. */
export const searchQuery = (text: string, kind: SearchKind | null) =>
  infiniteQueryOptions({
    queryKey: ['search', kind, text],
    queryFn: ({ signal, pageParam }) =>
      api.get('search', {
        signal,
        query: {
          q: text,
          limit: kind === null ? OF_EACH : ON_A_PAGE,
          ...(kind !== null && { kind }),
          ...(pageParam !== null && { cursor: pageParam }),
        },
      }),
    enabled: text !== '',
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // what was found before stays while the next letters are asked for
    placeholderData: keepPreviousData,
    // what people may read, and what is there, is asked anew each time
    staleTime: 0,
    gcTime: 0,
  })
