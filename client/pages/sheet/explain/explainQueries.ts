import { queryOptions, useQueries } from '@tanstack/react-query'
import type { GestureReply } from '#shared/api/history.ts'
import { api } from '#client/api/apiClient.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { historyKey, type SheetAddress } from '../history/historyQueries.ts'

/** Who wrote a cell last. */
export type LastChange = Pick<GestureReply, 'at' | 'user' | 'gesture'>

/**
 * Who changed each of these cells last, by field key; null: nobody since the sheet began. Still being read, or not readable
 * now: not in it. `until`: as it was at that moment.
 */
export function useLastChanges(
  sheet: SheetAddress,
  cells: readonly CellRef[],
  until: string | null,
): ReadonlyMap<string, LastChange | null> {
  return useQueries({
    queries: cells.map(({ row, key }) => ({
      queryKey: [...historyKey(sheet), 'last', row, key, until],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`tables/${sheet.tableId}/history`, {
          query: { cycle_id: sheet.cycleId, row, field: key, limit: 1, until: until ?? undefined },
          signal,
        }),
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, i): [string, LastChange | null][] =>
          data === undefined ? [] : [[cells[i]?.key ?? '', data.data[0] ?? null]],
        ),
      ),
  })
}

/** Published factors do not change. */
export const factorQuery = (id: string) =>
  queryOptions({
    queryKey: ['factor', id],
    queryFn: ({ signal }) => api.get(`factors/${encodeURIComponent(id)}`, { signal }),
    staleTime: Infinity,
  })

/** Where each of these factors was published, by factor id; null: its publisher gives no address. */
export function useFactorLinks(ids: readonly string[]): ReadonlyMap<string, string | null> {
  return useQueries({
    queries: ids.map(factorQuery),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, i): [string, string | null][] =>
          data === undefined ? [] : [[ids[i] ?? '', data.factor_set.url]],
        ),
      ),
  })
}

/** What the formula of a cell found among many rows. `result`: what the cell shows, which is asked for anew when it changes. */
export const gatheredQuery = (sheet: SheetAddress, { row, key }: CellRef, result: unknown) =>
  queryOptions({
    queryKey: ['gathered', sheet.tableId, sheet.cycleId, row, key, result],
    queryFn: ({ signal }) =>
      api.get(`tables/${sheet.tableId}/rows/${row}/gathered`, {
        query: { cycle_id: sheet.cycleId, field: key },
        signal,
      }),
    staleTime: 0,
  })
