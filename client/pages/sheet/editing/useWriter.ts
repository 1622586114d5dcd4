import { useQuery } from '@tanstack/react-query'
import { useMe } from '#client/api/session.ts'
import { api } from '#client/api/apiClient.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { SheetAddress } from '../history/historyQueries.ts'

/** The history follows an edit by a moment. */
const AGAIN_MS = 400
const NEWEST = 5

/** What somebody else did to a cell or to its row. */
export type Deed = { cell: CellRef; wrote: CellValue } | { cell: CellRef; deleted: true }

/** The name of who did it just now; null until the history tells. */
export function useWriter(sheet: SheetAddress, deed: Deed | null): string | null {
  const { user } = useMe()
  const { data } = useQuery({
    queryKey: ['just-now', sheet.tableId, sheet.cycleId, deed],
    enabled: deed !== null,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<string | null> => {
      if (deed === null) {
        return null
      }
      const { row, key } = deed.cell
      const { data: entries } = await api.get(`tables/${sheet.tableId}/history`, {
        query: {
          cycle_id: sheet.cycleId,
          row,
          ...('wrote' in deed && { field: key }),
          limit: NEWEST,
        },
        signal,
      })
      const found = entries.find(({ user: who, changes }) =>
        changes.some((change) =>
          'wrote' in deed
            ? change.field === key && who?.id !== user.id && isSameValue(change.new, deed.wrote)
            : change.row_change === 'deleted',
        ),
      )
      return found?.user?.name ?? null
    },
    refetchInterval: ({ state }) => (state.data === null && state.dataUpdateCount < 10 ? AGAIN_MS : false),
  })
  return data ?? null
}
