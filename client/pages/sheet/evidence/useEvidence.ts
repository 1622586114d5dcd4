import { useEffect, useState, useSyncExternalStore } from 'react'
import type { EvidenceReply } from '#shared/api/evidence.ts'
import { reportUnsavedEdits } from '#client/api/unsavedWork.ts'
import type { GridFiles } from '#client/grid/files/GridFiles.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { useBringFile } from '#client/features/imports/useBringFile.ts'
import { CellFiles } from './CellFiles.ts'
import type { Upload } from './Uploads.ts'

/** The files of cells: those on their way, and what can be done with the others. */
export interface Evidence extends GridFiles {
  uploads: readonly Upload[]
  retry: (id: number) => void
  cancel: (id: number) => void
  remove: (cell: CellRef, id: string) => void
  /** What was uploaded here: the server may not know yet that it is in a cell. */
  sent: ReadonlyMap<string, EvidenceReply>
}

export function useEvidence(
  session: SheetSession,
  model: SheetModel,
  { t, say, open }: { t: SheetTranslate; say: (text: string) => void; open: () => void },
): Evidence {
  const [files] = useState(() => new CellFiles(session, model))
  const { uploads } = files
  const bring = useBringFile(session.description)
  const list = useSyncExternalStore(uploads.subscribe, uploads.list)
  useEffect(() => files.use(model, (file) => say(t('evidenceAttached', { file }))), [files, model, say, t])
  useEffect(() => {
    const retry = (): void => uploads.retryUnsent()
    window.addEventListener('online', retry)
    return () => {
      window.removeEventListener('online', retry)
      uploads.stop()
    }
  }, [uploads])
  useEffect(() => {
    const source = `files of ${session.description.table_id}`
    reportUnsavedEdits(source, list.length)
    return () => reportUnsavedEdits(source, 0)
  }, [session, list])

  return {
    uploads: list,
    sent: files.sent,
    open,
    bring,
    attach(cell, some) {
      open()
      uploads.add(cell, some)
    },
    retry: (id) => uploads.retry(id),
    cancel: (id) => uploads.cancel(id),
    remove: (cell, id) => files.remove(cell, id),
  }
}
