import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { allPages, api } from '#client/api/apiClient.ts'

/** Readings come and months are written meanwhile: what is shown is asked for again, in milliseconds. */
const FOLLOW_MS = 5000
const READINGS_SHOWN = 20

/** The meters of the company, by name. */
export const metersQuery = () =>
  queryOptions({
    queryKey: ['meters'],
    queryFn: ({ signal }) => allPages('devices', signal),
    staleTime: 0,
    refetchInterval: FOLLOW_MS,
  })

export const meterQuery = (id: string) =>
  queryOptions({
    queryKey: ['meters', id],
    queryFn: ({ signal }) => api.get(`devices/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: FOLLOW_MS,
  })

/** Newest first. */
export const meterMonthsQuery = (id: string) =>
  queryOptions({
    queryKey: ['meters', id, 'months'],
    queryFn: ({ signal }) => api.get(`devices/${id}/months`, { signal }),
    staleTime: 0,
    refetchInterval: FOLLOW_MS,
  })

/** The newest ones. */
export const meterReadingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['meters', id, 'readings'],
    queryFn: ({ signal }) => api.get(`devices/${id}/readings`, { signal, query: { limit: READINGS_SHOWN } }),
    staleTime: 0,
    refetchInterval: FOLLOW_MS,
  })

/** Everything that is shown of meters. */
export const refreshMeters = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: metersQuery().queryKey })
