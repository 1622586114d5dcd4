import { Button } from '@mantine/core'
import { IconNotes } from '@tabler/icons-react'
import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import { late } from '#client/components/late.tsx'
import type { CellRef } from '#client/grid/Selection.ts'
import type { NoteSession } from '#client/sync/notes/NoteSession.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { NoteChanges } from './NoteChanges.tsx'
import { NoteFoot } from './NoteFoot.tsx'
import { NotePeople } from './NotePeople.tsx'
import { useNote } from './useNote.ts'
import type { SheetNotes } from './useSheetNotes.ts'
import './note.css'

const NoteText = late(() => import('./NoteText.tsx').then((file) => file.NoteText), <Loading />)

/** The note of the active row: rich text that everybody who may add rows writes together. */
export function NotePanel(props: {
  sheet: { tableId: string; cycleId: string }
  notes: SheetNotes
  cell: CellRef | null
  rowName: (row: string) => string
  t: SheetTranslate
  onClose: () => void
}) {
  const { notes, cell, t } = props
  const row = cell?.row ?? null
  const session = useNote(notes.notebook, row)
  /** The last wish to write that was granted. Whoever only walks through rows stays in the sheet. */
  const granted = useRef(-1)
  const takesFocus = useCallback(() => {
    const isWished = granted.current !== notes.asked
    granted.current = notes.asked
    return isWished
  }, [notes.asked])
  const [tab, setTab] = useState<'note' | 'changes'>('note')
  return (
    <aside className="side note-panel" aria-label={t('noteTitle')} data-testid="note">
      <SideHead icon={<IconNotes size={18} stroke={1.7} />} title={t('noteTitle')} t={t} onClose={props.onClose} />
      {row === null ? (
        <p className="cap note-hint">{t('noteNoRow')}</p>
      ) : (
        <>
          <div className="note-row spread">
            <bdi className="cap ell">{props.rowName(row) || t('rowNoName')}</bdi>
            {session !== null && <NotePeople session={session} />}
          </div>
          {session === null ? (
            <Loading />
          ) : tab === 'changes' ? (
            <NoteChanges sheet={props.sheet} row={row} t={t} />
          ) : (
            <Body key={session.name} {...{ session, takesFocus, t }} />
          )}
          {session !== null && (
            <NoteFoot
              session={session}
              last={notes.noted.get(row) ?? null}
              isChanges={tab === 'changes'}
              t={t}
              onChanges={() => setTab(tab === 'note' ? 'changes' : 'note')}
            />
          )}
        </>
      )}
    </aside>
  )
}

function Body(props: { session: NoteSession; takesFocus: () => boolean; t: SheetTranslate }) {
  const { session, t } = props
  const view = useSyncExternalStore(session.subscribe, session.view)
  if (view.state === 'gone') {
    return <p className="cap note-hint">{t('noteGone')}</p>
  }
  if (view.state === 'loading') {
    return view.connection === 'offline' ? <p className="cap note-hint">{t('noteNotHere')}</p> : <Loading />
  }
  return (
    <>
      {view.refused !== null && (
        <div className="note-refused" role="alert">
          <p>{t(view.refused === 'locked' ? 'noteRefusedLocked' : 'noteRefused')}</p>
          <Button size="compact-sm" variant="default" onClick={() => session.discard()}>
            {t('noteDiscard')}
          </Button>
        </div>
      )}
      <NoteText
        key={`${session.doc.guid} ${view.mayWrite ? 'written' : 'read'}`}
        session={session}
        mayWrite={view.mayWrite}
        takesFocus={props.takesFocus}
        t={t}
      />
    </>
  )
}

function Loading() {
  return (
    <div className="note-loading" aria-busy="true">
      {[0, 1, 2].map((i) => (
        <div key={i} className="sk" />
      ))}
    </div>
  )
}
