import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** An empty cell of a row, or the row of a source that is missing. */
export type EstimatePlace = { row: string } | { month: string; site: string | null; source: string | null }

/** The estimates of a cycle, or of one of its tables. Below the key of the totals, so that they follow edits as those do. */
export const estimatesQuery = (cycleId: string, tableId: string | null = null) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'estimates', tableId],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/estimates`, { query: { table_id: tableId }, signal }),
  })

/** What each method would give now; never an answer from before. */
export const estimateMethodsQuery = (asked: {
  cycleId: string
  tableId: string
  place: EstimatePlace
  field: string | null
}) => {
  const { cycleId, tableId, place, field } = asked
  const where = 'row' in place ? { row_id: place.row } : { ...place }
  return queryOptions({
    queryKey: ['estimate-methods', cycleId, tableId, where, field],
    queryFn: ({ signal }) =>
      api.get(`tables/${tableId}/estimate_methods`, {
        query: { cycle_id: cycleId, ...where, field },
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** After an estimate was made or ended: totals, the map and the marks. */
export const refreshEstimates = (queries: QueryClient, cycleId: string): Promise<void> =>
  queries.invalidateQueries({ queryKey: emissionsKey(cycleId) })
