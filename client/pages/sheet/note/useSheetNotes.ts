import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { ORDER } from '#collab/schema/layout.ts'
import type { NotedRowsReply } from '#shared/api/notes.ts'
import { api } from '#client/api/apiClient.ts'
import { getAccessToken, useMe } from '#client/api/session.ts'
import { reportUnsavedEdits } from '#client/api/unsavedWork.ts'
import { watchCycle } from '#client/events/eventsSocket.ts'
import { collabSocket } from '#client/sync/collabSocket.ts'
import { Notebook } from '#client/sync/notes/Notebook.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { useNoteKey } from './useNoteKey.ts'

export type NotedRow = NotedRowsReply['data'][number]

/** The notes of a sheet. */
export interface SheetNotes {
  /** Null until it is opened. */
  notebook: Notebook | null
  /** Rows that have a note, by id; the same map while nothing changed. */
  noted: ReadonlyMap<string, NotedRow>
  /** Shows the note of the active row, to write in it. */
  open: () => void
  /** How often that was asked for. */
  asked: number
}

/** Many may write at once; the marks follow at most this often. */
const FRESH_MS = 1000

export const notesKey = (tableId: string, cycleId: string): unknown[] => ['notes', tableId, cycleId]

const notedRowsQuery = (tableId: string, cycleId: string) =>
  queryOptions({
    queryKey: [...notesKey(tableId, cycleId), 'rows'],
    queryFn: ({ signal }) => api.get(`tables/${tableId}/notes`, { query: { cycle_id: cycleId }, signal }),
  })

/** Which rows have a note, kept current; and the notes that are open in this tab. `show` shows that of the active row. */
export function useSheetNotes(session: SheetSession, show: () => void): SheetNotes {
  const [asked, setAsked] = useState(0)
  const open = useCallback(() => {
    setAsked((before) => before + 1)
    show()
  }, [show])
  useNoteKey(open)
  const { table_id: tableId, cycle_id: cycleId } = session.description
  const { user, tenant } = useMe()
  const [tenantId, userId] = [tenant.id, user.id]
  const queries = useQueryClient()
  const [notebook, setNotebook] = useState<Notebook | null>(null)
  useEffect(() => {
    const source = `notes ${tableId}:${cycleId}`
    const opened = new Notebook({
      owner: { tenantId, userId },
      sheet: { tableId, cycleId },
      socket: collabSocket(),
      getToken: getAccessToken,
      mayWrite: () => session.view().writable.has(ORDER),
      onUnsaved: (notes) => reportUnsavedEdits(source, notes),
    })
    let isOpen = true
    void opened.ready.then(() => isOpen && setNotebook(opened))
    return () => {
      isOpen = false
      opened.destroy()
    }
  }, [session, tenantId, userId, tableId, cycleId])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const stop = watchCycle(
      cycleId,
      (event) => {
        if (event.table_id === tableId || event.table_id === '') {
          timer ??= setTimeout(() => {
            timer = null
            void queries.invalidateQueries({ queryKey: notesKey(tableId, cycleId) })
          }, FRESH_MS)
        }
      },
      'notes',
    )
    return () => {
      stop()
      clearTimeout(timer ?? undefined)
    }
  }, [queries, tableId, cycleId])
  const { data } = useQuery(notedRowsQuery(tableId, cycleId))
  const noted = useMemo(() => new Map(data?.data.map((row) => [row.row_id, row])), [data])
  return { notebook, noted, open, asked }
}
