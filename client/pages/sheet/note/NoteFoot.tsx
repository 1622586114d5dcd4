import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { userColour } from '#shared/permissions/userColour.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import { whenAgo } from '#client/i18n/dates.ts'
import type { NoteSession, NoteView } from '#client/sync/notes/NoteSession.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import type { NotedRow } from './useSheetNotes.ts'

/** Whether the words are safe, who wrote last, and the way to who wrote what. */
export function NoteFoot(props: {
  session: NoteSession
  last: NotedRow | null
  isChanges: boolean
  t: SheetTranslate
  onChanges: () => void
}) {
  const { session, last, t } = props
  const { language } = useTranslation().i18n
  const view = useSyncExternalStore(session.subscribe, session.view)
  return (
    <div className="side-foot note-foot">
      <span className="note-status" role="status" data-testid="note-status">
        {t(statusOf(view))}
      </span>
      {last !== null && (
        <span className="note-last row">
          <Avatar person={{ ...last.updated_by, colour: userColour(last.updated_by.id) }} size={20} />
          <time className="cap ell" dateTime={last.updated_at}>
            {t('noteLast', { name: last.updated_by.name, when: whenAgo(last.updated_at, language) })}
          </time>
        </span>
      )}
      <button type="button" className="link" aria-pressed={props.isChanges} onClick={props.onChanges}>
        {t(props.isChanges ? 'noteBack' : 'noteChanges')}
      </button>
    </div>
  )
}

/** The worst news wins, as for the sheet. */
function statusOf({ state, connection, refused, locked, mayWrite, saved, kept }: NoteView): SheetWord {
  if (refused !== null) {
    return 'noteStatusRefused'
  }
  if (state !== 'open') {
    return connection === 'offline' ? 'noteStatusOffline' : 'noteStatusLoading'
  }
  if (locked) {
    return 'noteStatusLocked'
  }
  if (connection === 'offline') {
    return saved ? 'noteStatusOffline' : kept ? 'noteStatusKept' : 'noteStatusNotKept'
  }
  if (!mayWrite) {
    return 'noteStatusReadOnly'
  }
  return saved ? 'noteStatusSaved' : 'noteStatusSaving'
}
