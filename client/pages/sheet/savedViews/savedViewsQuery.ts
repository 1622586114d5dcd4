import { queryOptions } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

/** The views of a table that this person has. Not asked for again when there is no answer: the sheet opens without. */
export const savedViewsQuery = (tableId: string) =>
  queryOptions({
    queryKey: ['tables', tableId, 'views'],
    queryFn: ({ signal }) => api.get(`tables/${tableId}/views`, { signal }),
    retry: false,
  })
