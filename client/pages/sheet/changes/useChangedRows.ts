import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { ChangedFilter } from '#shared/views/changedFilter.ts'
import { api } from '#client/api/apiClient.ts'
import { beginVisit, goOnVisiting } from './lastVisit.ts'
import { sinceMoment } from './sinceMoment.ts'

/** The rows that a filter of changes lets through. */
export interface ChangedRows {
  /** Their ids; null: all rows pass. */
  only: ReadonlySet<string> | null
  /** When that was looked up; null: it is not known. */
  at: string | null
  state: 'none' | 'asking' | 'known' | 'failed'
  /** When the person was last here before, in milliseconds since 1970; null: never on this device. */
  visit: number | null
  /** Looks again: what changes meanwhile does not come by itself, so that no row moves under the cursor. */
  refresh: () => void
}

const NONE: ReadonlySet<string> = new Set()
const STILL_HERE_MS = 60_000

/** Asks the server which rows changed. While it is asked no row passes; without an answer all do, and `state` says so. */
export function useChangedRows(
  { table_id: tableId, cycle_id: cycleId }: Pick<SheetReply, 'table_id' | 'cycle_id'>,
  changed: ChangedFilter | null,
): ChangedRows {
  const visit = useVisit(`${tableId}.${cycleId}`)
  const { data, isError, refetch } = useQuery({
    queryKey: ['changed-rows', tableId, cycleId, changed],
    enabled: changed !== null,
    staleTime: Infinity,
    gcTime: 0,
    retry: 1,
    networkMode: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: async ({ signal }) => {
      const { what, by, since } = changed!
      const query = { cycle_id: cycleId, what, by, since: sinceMoment(since, new Date(), visit) }
      return api.get(`tables/${tableId}/changed_rows`, { query, signal })
    },
  })
  const found = useMemo(() => (data === undefined ? NONE : new Set(data.rows)), [data])
  const state = changed === null ? 'none' : isError ? 'failed' : data === undefined ? 'asking' : 'known'
  return {
    only: changed === null || isError ? null : found,
    at: state === 'known' ? (data?.at ?? null) : null,
    state,
    visit,
    refresh: () => {
      if (changed !== null) {
        void refetch()
      }
    },
  }
}

/** When the person was here before, and that they are here now. */
function useVisit(sheet: string): number | null {
  const [before] = useState(() => beginVisit(sheet, Date.now()))
  useEffect(() => {
    const seen = (): void => {
      if (document.visibilityState === 'visible') {
        goOnVisiting(sheet, Date.now())
      }
    }
    const leave = (): void => goOnVisiting(sheet, Date.now())
    const timer = setInterval(seen, STILL_HERE_MS)
    window.addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [sheet])
  return before
}
