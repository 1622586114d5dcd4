import { MAX_LIMIT } from '#shared/api/pagination.ts'
import type { RowReply, RowsReply } from '#shared/api/rows.ts'
import { api } from '#client/api/apiClient.ts'
import { watchCycle } from '#client/events/eventsSocket.ts'
import type { ResultSource } from '#client/sync/ReleasedResults.ts'

/** Results of one sheet over REST, and what its cycle tells of changes. */
export function resultSource(tableId: string, cycleId: string): ResultSource {
  return {
    async read(keys) {
      const rows: RowReply[] = []
      let cursor: string | undefined
      do {
        const query = { cycle_id: cycleId, fields: keys.join(','), limit: MAX_LIMIT, cursor }
        const page: RowsReply = await api.get(`tables/${tableId}/rows`, { query })
        rows.push(...page.data)
        cursor = page.next_cursor ?? undefined
      } while (cursor !== undefined)
      return rows
    },
    // after a reconnection no table is named
    watch: (listener, tables) =>
      watchCycle(cycleId, (event) => ['', tableId, ...tables].includes(event.table_id) && listener()),
  }
}
