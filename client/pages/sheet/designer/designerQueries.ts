import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

/** Others change fields, too, and a page without a sheet is not told of it. */
const FOLLOW_MS = 10_000
const PAUSE_MS = 350

/** Everything that the designer shows of a table is stale together. */
export const designKey = (tableId: string) => ['design', tableId]

/** The fields that this person may read, as they are now. */
export const fieldsQuery = (tableId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'fields'],
    queryFn: ({ signal }) => api.get(`tables/${tableId}`, { signal }),
    refetchInterval: FOLLOW_MS,
  })

/** The tables that formulas of a table may read, under the names that they have there. */
export const formulaTablesQuery = (tableId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'formula-tables'],
    queryFn: ({ signal }) => api.get(`tables/${tableId}/formula_tables`, { signal }),
    staleTime: 30_000,
  })

/** Who reads and writes each field, those that this person may not read among them, and what was retired. */
export const rightsQuery = (tableId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'rights'],
    queryFn: ({ signal }) => api.get(`tables/${tableId}/fields`, { signal }),
    refetchInterval: FOLLOW_MS,
  })

export const changesQuery = (tableId: string, fieldId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'changes', fieldId],
    queryFn: ({ signal }) =>
      api.get(`tables/${tableId}/field_changes`, {
        query: { 'filter[field_id]': fieldId, limit: 50 },
        signal,
      }),
  })

/** What a change would do, while it is made out; `of` tells previews of a table apart. Null: nothing is to be changed. */
export function usePreview<Body extends object, Reply>(
  tableId: string,
  of: string,
  body: Body | null,
  ask: (body: Body, signal: AbortSignal) => Promise<Reply>,
): UseQueryResult<Reply> & { isFresh: boolean } {
  const wanted = JSON.stringify(body)
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  const query = useQuery({
    queryKey: [...designKey(tableId), 'preview', of, asked],
    enabled: body !== null && asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => {
      const sent: Body = JSON.parse(asked)
      return ask(sent, signal)
    },
  })
  return { ...query, isFresh: asked === wanted && query.isSuccess && !query.isPlaceholderData }
}
