import { useEffect, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { getAccessToken, useMe } from '#client/api/session.ts'
import { reportUnsavedEdits } from '#client/api/unsavedWork.ts'
import { collabSocket } from '#client/sync/collabSocket.ts'
import { keepOnDevice, keptOnDevice, type Owner } from '#client/sync/keptOnDevice.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'
import { SheetModels } from './SheetModels.ts'

/** A sheet on its way to the screen. */
export type OpenSheet =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | { state: 'open'; session: SheetSession; models: SheetModels }

/** Opens the live sheet of a table in a cycle, from the server or, when it is out of reach, from this device. */
export function useOpenSheet(tableId: string, cycleId: string): OpenSheet {
  const { user, tenant } = useMe()
  const [attempt, setAttempt] = useState(0)
  const wanted = `${tenant.id} ${user.id} ${tableId}:${cycleId} ${attempt}`
  const [found, setFound] = useState<{ of: string; sheet: OpenSheet } | null>(null)

  useEffect(() => {
    const owner: Owner = { tenantId: tenant.id, userId: user.id }
    const opened: { session: SheetSession; models: SheetModels }[] = []
    let cancelled = false
    const show = (sheet: OpenSheet): void => setFound({ of: wanted, sheet })
    const describe = async (): Promise<SheetReply> => {
      const description = await api.get<SheetReply>('sheets', { query: { table_id: tableId, cycle_id: cycleId } })
      await keepOnDevice(owner, 'descriptions', `${tableId}:${cycleId}`, description)
      return description
    }
    void load(describe, () => keptOnDevice(owner, 'descriptions', `${tableId}:${cycleId}`))
      .then((description) => {
        if (!cancelled) {
          const session = new SheetSession({
            description,
            owner,
            socket: collabSocket(),
            getToken: getAccessToken,
            describe: () => describe().catch(nullWhenGone),
          })
          const models = new SheetModels(session)
          opened.push({ session, models })
          show({ state: 'open', session, models })
        }
      })
      .catch((error: unknown) => {
        if (!cancelled) {
          show({ state: 'failed', error, retry: () => setAttempt((n) => n + 1) })
        }
      })
    return () => {
      cancelled = true
      for (const { session, models } of opened) {
        models.destroy()
        session.destroy()
      }
      reportUnsavedEdits(`${tableId}:${cycleId}`, 0)
    }
  }, [tenant.id, user.id, tableId, cycleId, wanted])

  return found?.of === wanted ? found.sheet : { state: 'loading' }
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

/** The server answered, and the answer is that there is no such sheet for this person. */
function nullWhenGone(error: unknown): null {
  if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) {
    return null
  }
  throw error
}

/** It was checked when the server sent it; this only tells it from a copy of another version. */
function isDescription(value: unknown): value is SheetReply {
  return typeof value === 'object' && value !== null && 'parts' in value && 'table' in value && 'compute' in value
}
