import { queryOptions, useQuery } from '@tanstack/react-query'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { RowsReply } from '#shared/api/rows.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery } from '#client/api/queries.ts'
import type { OtherRow } from './carryOver.ts'

const PAGE = 500

/** The rows of a table in another cycle, with these fields as far as the reader may read them. */
export const otherRowsQuery = (tableId: string, cycleId: string | null, keys: readonly string[]) =>
  queryOptions({
    queryKey: ['other-rows', tableId, cycleId, keys.join()],
    enabled: cycleId !== null && keys.length > 0,
    gcTime: 20_000,
    queryFn: async ({ signal }): Promise<OtherRow[]> => {
      const rows: OtherRow[] = []
      let cursor: string | null = null
      do {
        const page: RowsReply = await api.get<RowsReply>(`tables/${tableId}/rows`, {
          query: { cycle_id: cycleId ?? '', fields: keys.join(','), limit: PAGE, cursor },
          signal,
        })
        rows.push(...page.data)
        cursor = page.next_cursor
      } while (cursor !== null)
      return rows
    },
  })

/** The other cycles of a project that this person sees, the one before first. Undefined: still being read. */
export function useOtherCycles(own: CycleReply): CycleReply[] | undefined {
  const { data } = useQuery(cyclesQuery(own.project_id))
  const distance = ({ starts_on: start }: CycleReply): number =>
    Math.abs(Date.parse(own.starts_on) - Date.parse(start)) + (start > own.starts_on ? 1e15 : 0)
  return data?.filter(({ id }) => id !== own.id).toSorted((a, b) => distance(a) - distance(b))
}
