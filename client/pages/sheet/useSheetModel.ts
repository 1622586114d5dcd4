import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { SheetModel } from '../../grid/model/SheetModel.ts'
import type { SessionView, SheetSession } from '../../sync/SheetSession.ts'

/** The session as the page shows it. */
export function useSessionView(session: SheetSession): SessionView {
  return useSyncExternalStore(session.subscribe, session.view)
}

/** What the grid and the bars read. A new one when the document of the session was replaced. */
export function useSheetModel(session: SheetSession, epoch: number): SheetModel {
  const model = useMemo(() => new SheetModel(session.description, session.store), [session, epoch])
  useEffect(() => () => model.destroy(), [model])
  useSyncExternalStore(model.onChange, model.version)
  return model
}
