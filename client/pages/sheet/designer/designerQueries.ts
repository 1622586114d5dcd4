import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { FieldChangesReply } from '#shared/api/fieldChanges.ts'
import type { FieldsRightsReply, FormulaTablesReply, TableWithFieldsReply } from '#shared/api/tables.ts'
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
    queryFn: ({ signal }) => api.get<TableWithFieldsReply>(`tables/${tableId}`, { signal }),
    refetchInterval: FOLLOW_MS,
  })

/** The tables that formulas of a table may read, under the names that they have there. */
export const formulaTablesQuery = (tableId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'formula-tables'],
    queryFn: ({ signal }) => api.get<FormulaTablesReply>(`tables/${tableId}/formula_tables`, { signal }),
    staleTime: 30_000,
  })

/** Who reads and writes each field, those that this person may not read among them, and what was retired. */
export const rightsQuery = (tableId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'rights'],
    queryFn: ({ signal }) => api.get<FieldsRightsReply>(`tables/${tableId}/fields`, { signal }),
    refetchInterval: FOLLOW_MS,
  })

export const changesQuery = (tableId: string, fieldId: string) =>
  queryOptions({
    queryKey: [...designKey(tableId), 'changes', fieldId],
    queryFn: ({ signal }) =>
      api.get<FieldChangesReply>(`tables/${tableId}/field_changes`, {
        query: { 'filter[field_id]': fieldId, limit: 50 },
        signal,
      }),
  })

/** What a change would do, while it is made out. `path`: within the table. Null: nothing is to be changed. */
export function usePreview<Reply>(
  tableId: string,
  path: string,
  body: object | null,
): UseQueryResult<Reply> & { isFresh: boolean } {
  const wanted = JSON.stringify(body)
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  const query = useQuery({
    queryKey: [...designKey(tableId), 'preview', path, asked],
    enabled: body !== null && asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => {
      const sent: unknown = JSON.parse(asked)
      return api.post<Reply>(`tables/${tableId}/${path}`, sent, { signal })
    },
  })
  return { ...query, isFresh: asked === wanted && query.isSuccess && !query.isPlaceholderData }
}
