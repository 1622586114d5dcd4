import { useQueries } from '@tanstack/react-query'
import type { GestureReply } from '#shared/api/history.ts'
import { api } from '#client/api/apiClient.ts'
import { historyKey, type SheetAddress } from '../history/historyQueries.ts'

/** Who deleted a row, and when. */
export type Deletion = Pick<GestureReply, 'at' | 'user'>

/** A row is rarely changed after it was deleted. */
const NEWEST = 5

/** By row id; what is still being read is not in it, nor a row of which the history does not tell. */
export function useDeletions(sheet: SheetAddress, rows: readonly string[]): ReadonlyMap<string, Deletion> {
  return useQueries({
    queries: rows.map((row) => ({
      queryKey: [...historyKey(sheet), 'deletion', row],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get(`tables/${sheet.tableId}/history`, {
          query: { cycle_id: sheet.cycleId, row, limit: NEWEST },
          signal,
        }),
    })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, i): [string, Deletion][] => {
          const found = data?.data.find(({ changes }) => changes.some((change) => change.row_change === 'deleted'))
          return found === undefined ? [] : [[rows[i] ?? '', found]]
        }),
      ),
  })
}
