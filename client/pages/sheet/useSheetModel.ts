import { useEffect, useState, useSyncExternalStore } from 'react'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SessionView, SheetSession } from '#client/sync/SheetSession.ts'

/** The session as the page shows it. */
export function useSessionView(session: SheetSession): SessionView {
  return useSyncExternalStore(session.subscribe, session.view)
}

/** What the grid and the bars read; a new one when the document of the session was replaced. Null for a moment at first. */
export function useSheetModel(session: SheetSession, epoch: number): SheetModel | null {
  const [model, setModel] = useState<{ model: SheetModel; epoch: number } | null>(null)
  useEffect(() => {
    const created = new SheetModel(session.description, session.store)
    setModel({ model: created, epoch })
    return () => created.destroy()
  }, [session, epoch])
  return model?.epoch === epoch ? model.model : null
}

/** Makes a component follow the model: its number changes with every change of the sheet, once per frame at most. */
export function useModelVersion(model: SheetModel): number {
  return useSyncExternalStore(model.onChange, model.version)
}
