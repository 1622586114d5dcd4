import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { NoteChangeReply } from '#shared/api/notes.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { api } from '#client/api/apiClient.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { whenAgo } from '#client/i18n/dates.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { notesKey } from './useSheetNotes.ts'

/** Who wrote to a note, when, and what differs since. */
export function NoteChanges({
  sheet,
  row,
  t,
}: {
  sheet: { tableId: string; cycleId: string }
  row: string
  t: SheetTranslate
}) {
  const { tableId, cycleId } = sheet
  const found = useQuery({
    queryKey: [...notesKey(tableId, cycleId), 'changes', row],
    queryFn: ({ signal }) =>
      api.get(`tables/${tableId}/rows/${row}/note/changes`, { query: { cycle_id: cycleId }, signal }),
  })
  if (found.isError) {
    return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />
  }
  const changes = found.data?.data ?? []
  return (
    <ol className="side-scroll note-changes" aria-label={t('noteChanges')} aria-busy={found.isPending} tabIndex={0}>
      {found.isSuccess && changes.length === 0 && <li className="dim">{t('noteNoChanges')}</li>}
      {changes.map((change) => (
        <Change key={change.began_at} change={change} t={t} />
      ))}
    </ol>
  )
}

function Change({ change, t }: { change: NoteChangeReply; t: SheetTranslate }) {
  const { language } = useTranslation().i18n
  const isLooksOnly = change.old === '' && change.new === ''
  return (
    <li data-testid="note-change">
      <div className="spread">
        <span className="row ell">
          {change.users.map((user) => (
            <Avatar key={user.id} person={{ ...user, colour: userColour(user.id) }} size={20} named={false} />
          ))}
          <b className="ell">{change.users.map(({ name }) => name).join(', ')}</b>
        </span>
        <time className="cap" dateTime={change.at}>
          {whenAgo(change.at, language)}
        </time>
      </div>
      {isLooksOnly && <p className="dim">{t('noteLooksOnly')}</p>}
      {change.old !== '' && (
        <p className="note-old" dir="auto">
          <del>{change.old}</del>
        </p>
      )}
      {change.new !== '' && (
        <p className="note-new" dir="auto">
          <ins>{change.new}</ins>
        </p>
      )}
    </li>
  )
}
