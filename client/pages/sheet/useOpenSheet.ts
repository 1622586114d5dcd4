import { useEffect, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { getAccessToken, useMe } from '#client/api/session.ts'
import { reportUnsavedEdits } from '#client/api/unsavedWork.ts'
import { collabSocket } from '#client/sync/collabSocket.ts'
import { openSheetDevice, type Owner, type SheetDevice } from '#client/sync/device/SheetDevice.ts'
import { SheetOutbox } from '#client/sync/SheetOutbox.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'
import { resultSource } from './resultSource.ts'
import { SheetModels } from './SheetModels.ts'

/** A sheet on its way to the screen. */
export type OpenSheet =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | ({ state: 'open' } & Sheet)

/** Opens the live sheet of a table in a cycle, from the server or, when it is out of reach, from this device. */
export function useOpenSheet(tableId: string, cycleId: string): OpenSheet {
  const { user, tenant } = useMe()
  const [attempt, setAttempt] = useState(0)
  const wanted = `${tenant.id} ${user.id} ${tableId}:${cycleId} ${attempt}`
  const [found, setFound] = useState<{ of: string; sheet: OpenSheet } | null>(null)

  useEffect(() => {
    const owner: Owner = { tenantId: tenant.id, userId: user.id }
    const key = `${tenant.id} ${user.id} ${tableId}:${cycleId}`
    let isShown = true
    const show = (sheet: OpenSheet): void => {
      if (isShown) {
        setFound({ of: wanted, sheet })
      }
    }
    const left = outbox.takeBack(key)
    const opened = left === null ? open(owner, tableId, cycleId) : Promise.resolve(left)
    opened.then(
      (sheet) => show({ state: 'open', ...sheet }),
      (error: unknown) => show({ state: 'failed', error, retry: () => setAttempt((n) => n + 1) }),
    )
    return () => {
      isShown = false
      opened.then(
        (sheet) => {
          sheet.session.editing.finish()
          outbox.leave(key, sheet)
        },
        () => {}, // it was shown
      )
    }
  }, [tenant.id, user.id, tableId, cycleId, wanted])

  return found?.of === wanted ? found.sheet : { state: 'loading' }
}

interface Sheet {
  session: SheetSession
  models: SheetModels
  destroy(): void
}

const outbox = new SheetOutbox<Sheet>()

const DESCRIPTION = 'description'

async function open(owner: Owner, tableId: string, cycleId: string): Promise<Sheet> {
  const device = await openSheetDevice(owner, `${tableId}:${cycleId}`)
  const describe = async (): Promise<SheetReply> => {
    const description = await api.get('sheets', { query: { table_id: tableId, cycle_id: cycleId } })
    void device.write(DESCRIPTION, () => device.storage.put(DESCRIPTION, description))
    return description
  }
  try {
    const description = await load(device, describe)
    const session = new SheetSession({
      description,
      device,
      socket: collabSocket(),
      getToken: getAccessToken,
      describe: () => describe().catch((error: unknown) => nullWhenGone(error, device)),
    })
    return sheetOf(session, owner.userId)
  } catch (error) {
    if (isGone(error)) {
      forget(device)
      void device.write('other documents', () => device.storage.keepOnly(new Set()))
    }
    device.close()
    throw error
  }
}

/** With everything that goes along with it while it is open, on screen or not. */
function sheetOf(session: SheetSession, me: string): Sheet {
  const { table_id: tableId, cycle_id: cycleId } = session.description
  const models = new SheetModels(session, resultSource(tableId, cycleId), me)
  const report = (): void => reportUnsavedEdits(`${tableId}:${cycleId}`, session.view().unsavedEdits)
  const unsubscribe = session.subscribe(report)
  const keep = (): void => {
    session.editing.finish()
    void session.keep()
  }
  window.addEventListener('pagehide', keep)
  return {
    session,
    models,
    destroy() {
      window.removeEventListener('pagehide', keep)
      unsubscribe()
      reportUnsavedEdits(`${tableId}:${cycleId}`, 0)
      models.destroy()
      session.destroy()
    },
  }
}

/** The description from the server; the kept one only when the server cannot be reached, never when it refuses. */
async function load(device: SheetDevice, describe: () => Promise<SheetReply>): Promise<SheetReply> {
  try {
    return await describe()
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'network') {
      const description = await device.read(() => device.storage.get(DESCRIPTION), null)
      if (isDescription(description)) {
        return description
      }
    }
    throw error
  }
}

function nullWhenGone(error: unknown, device: SheetDevice): null {
  if (isGone(error)) {
    forget(device)
    return null
  }
  throw error
}

/** The server answered, and the answer is that there is no such sheet for this person. */
const isGone = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 403 || error.status === 404)

/** This device does not keep how a sheet was described that this person may not open any more. */
function forget(device: SheetDevice): void {
  void device.write(DESCRIPTION, () => device.storage.remove(DESCRIPTION))
}

/** It was checked when the server sent it; this only tells it from a copy of another version. */
function isDescription(value: unknown): value is SheetReply {
  return typeof value === 'object' && value !== null && 'parts' in value && 'table' in value && 'compute' in value
}
