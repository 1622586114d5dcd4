import { useEffect, useState } from 'react'
import type { Notebook } from '#client/sync/notes/Notebook.ts'
import type { NoteSession } from '#client/sync/notes/NoteSession.ts'

/** Whoever walks through rows passes most of them. */
const PASSING_MS = 150

/** The note of a row while it is on screen; null until it is opened. */
export function useNote(notebook: Notebook | null, row: string | null): NoteSession | null {
  const [found, setFound] = useState<{ row: string; session: NoteSession } | null>(null)
  const isFirst = found === null
  useEffect(() => {
    if (notebook === null || row === null) {
      return
    }
    let isShown = true
    let isOpened = false
    const timer = setTimeout(
      () => {
        isOpened = true
        void notebook.open(row).then((session) => isShown && setFound({ row, session }))
      },
      isFirst ? 0 : PASSING_MS,
    )
    return () => {
      isShown = false
      clearTimeout(timer)
      if (isOpened) {
        notebook.leave(row)
        setFound(null)
      }
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the first one is opened at once, which does not change it later
  }, [notebook, row])
  return found?.row === row ? found.session : null
}
