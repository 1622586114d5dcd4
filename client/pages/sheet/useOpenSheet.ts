import { useCallback, useEffect, useRef, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { getAccessToken, useMe } from '#client/api/session.ts'
import { reportUnsavedEdits } from '#client/api/unsavedWork.ts'
import { collabSocket } from '#client/sync/collabSocket.ts'
import { keepDescription, keptDescription, type Owner } from '#client/sync/LocalCopy.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'

/** A sheet on its way to the screen. */
export type OpenSheet =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | { state: 'open'; session: SheetSession }

/** Opens the live sheet of a table in a cycle, from the server or, when it is out of reach, from this device. */
export function useOpenSheet(tableId: string, cycleId: string): OpenSheet {
  const { user, tenant } = useMe()
  const [attempt, setAttempt] = useState(0)
  const [open, setOpen] = useState<OpenSheet>({ state: 'loading' })
  const retry = useCallback(() => setAttempt((n) => n + 1), [])
  const owner = useRef<Owner>({ tenantId: tenant.id, userId: user.id })

  useEffect(() => {
    let session: SheetSession | null = null
    let cancelled = false
    const { current: me } = owner
    setOpen({ state: 'loading' })
    const describe = async (): Promise<SheetReply> => {
      const description = await api.get<SheetReply>('sheets', { query: { table_id: tableId, cycle_id: cycleId } })
      await keepDescription(me, `${tableId}:${cycleId}`, description)
      return description
    }
    void load(describe, () => keptDescription(me, `${tableId}:${cycleId}`))
      .then((description) => {
        if (!cancelled) {
          session = new SheetSession({
            description,
            owner: me,
            socket: collabSocket(),
            getToken: getAccessToken,
            describe,
          })
          setOpen({ state: 'open', session })
        }
      })
      .catch((error: unknown) => {
        if (!cancelled) {
          setOpen({ state: 'failed', error, retry })
        }
      })
    return () => {
      cancelled = true
      session?.destroy()
      reportUnsavedEdits(`${tableId}:${cycleId}`, 0)
    }
  }, [tableId, cycleId, attempt, retry])

  return open
}

/** The description from the server; the kept one only when the server cannot be reached, never when it refuses. */
async function load(describe: () => Promise<SheetReply>, kept: () => Promise<unknown>): Promise<SheetReply> {
  try {
    return await describe()
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'network') {
      const description = await kept()
      if (isDescription(description)) {
        return description
      }
    }
    throw error
  }
}

/** It was checked when the server sent it; this only tells it from a copy of another version. */
function isDescription(value: unknown): value is SheetReply {
  return typeof value === 'object' && value !== null && 'parts' in value && 'table' in value && 'compute' in value
}
