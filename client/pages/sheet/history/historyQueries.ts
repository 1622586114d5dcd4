import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { GestureChangeReply, GestureChangesReply } from '#shared/api/history.ts'
import type { HistoryKind } from '#shared/cells/changeKinds.ts'
import { api } from '#client/api/apiClient.ts'
import { watchCycle } from '#client/events/eventsSocket.ts'

/** One table in one cycle. */
export interface SheetAddress {
  tableId: string
  cycleId: string
}

/** What a person looks at the history of. */
export type ScopeKind = 'cell' | 'row' | 'sheet'

/** Whose history: `field` only together with `row`. */
export interface HistoryScope {
  row?: string
  field?: string
}

export interface HistoryFilter {
  user?: string
  gesture?: HistoryKind
}

const PAGE = 40
const CELLS_PAGE = 200
const WHOLE_PAGE = 500
/** A busy sheet changes many times in a second; its history is read anew at most this often. */
const FRESH_MS = 1500

/** What is read anew when the sheet changes. */
export const historyKey = ({ tableId, cycleId }: SheetAddress): unknown[] => ['history', tableId, cycleId]

export const historyQuery = (sheet: SheetAddress, scope: HistoryScope, filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...historyKey(sheet), 'list', scope, filter],
    queryFn: ({ signal, pageParam }) =>
      api.get(`tables/${sheet.tableId}/history`, {
        query: { cycle_id: sheet.cycleId, limit: PAGE, ...scope, ...filter, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** The cells of one gesture, page by page. What was done stays done. */
export const gestureQuery = (sheet: SheetAddress, gestureId: string) =>
  infiniteQueryOptions({
    queryKey: ['gesture', sheet.tableId, sheet.cycleId, gestureId],
    queryFn: ({ signal, pageParam }) => gesturePage(sheet, gestureId, pageParam, CELLS_PAGE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  })

/** Everything that a gesture changed. */
export async function wholeGesture(sheet: SheetAddress, gestureId: string): Promise<GestureChangeReply[]> {
  const changes: GestureChangeReply[] = []
  let cursor: string | null = null
  do {
    const page: GestureChangesReply = await gesturePage(sheet, gestureId, cursor, WHOLE_PAGE)
    changes.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return changes
}

function gesturePage(
  { tableId, cycleId }: SheetAddress,
  gestureId: string,
  cursor: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<GestureChangesReply> {
  return api.get(`tables/${tableId}/history/${gestureId}`, {
    query: { cycle_id: cycleId, limit, cursor },
    signal,
  })
}

/** `sinceMs`: how far back; null = since the sheet began. */
export const outlineQuery = (sheet: SheetAddress, sinceMs: number | null) =>
  queryOptions({
    queryKey: [...historyKey(sheet), 'outline', sinceMs],
    queryFn: ({ signal }) =>
      api.get(`tables/${sheet.tableId}/history_outline`, {
        query: {
          cycle_id: sheet.cycleId,
          since: sinceMs === null ? undefined : new Date(Date.now() - sinceMs).toISOString(),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** The past does not change; it is only let go soon, because it can be large. */
export const sheetAtQuery = ({ tableId, cycleId }: SheetAddress, at: string) =>
  queryOptions({
    queryKey: ['sheet-at', tableId, cycleId, at],
    queryFn: ({ signal }) => api.get('sheets/at', { query: { table_id: tableId, cycle_id: cycleId, at }, signal }),
    staleTime: Infinity,
    gcTime: 20_000,
    // The moment before stays on screen until this one is there.
    placeholderData: keepPreviousData,
  })

/** Reads the history anew when the sheet or its notes changed, here or elsewhere, while it is on screen. */
export function useFreshHistory(sheet: SheetAddress): void {
  const queries = useQueryClient()
  const { tableId, cycleId } = sheet
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const handleChange = (event: { table_id: string }): void => {
      if (event.table_id === tableId || event.table_id === '') {
        timer ??= setTimeout(() => {
          timer = null
          void queries.invalidateQueries({ queryKey: historyKey({ tableId, cycleId }) })
        }, FRESH_MS)
      }
    }
    const stops = [watchCycle(cycleId, handleChange), watchCycle(cycleId, handleChange, 'notes')]
    return () => {
      stops.forEach((stop) => stop())
      if (timer !== null) {
        clearTimeout(timer)
      }
    }
  }, [queries, tableId, cycleId])
}
