import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'
import type { RowFilter } from './rowLinks.ts'

/** So many that the tables below them are in sight too. */
const ROWS_PER_PAGE = 10

/** The rows behind a number, page by page, largest first. They follow edits as the totals do. */
export const emissionRowsQuery = (cycleId: string, filter: RowFilter) =>
  infiniteQueryOptions({
    queryKey: [...emissionsKey(cycleId), 'rows', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get(`cycles/${cycleId}/emissions/rows`, {
        query: {
          ...filter,
          incomplete: filter.incomplete === true ? 'true' : null,
          errors: filter.errors === true ? 'true' : null,
          limit: ROWS_PER_PAGE,
          cursor: pageParam,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
