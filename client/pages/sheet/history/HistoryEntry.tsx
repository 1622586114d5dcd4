import { exactMoment, whenAgo } from '#client/i18n/dates.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { GestureReply } from '#shared/api/history.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import { HistoryChange, type HistoryFace } from './HistoryChange.tsx'
import { gestureQuery, type SheetAddress } from './historyQueries.ts'
import { NotedText } from './NotedText.tsx'
import { tellGesture } from './tellGesture.ts'

/** One gesture: who, when, how, what; what can be done about it is given as `actions`. */
export function HistoryEntry(props: {
  sheet: SheetAddress
  entry: GestureReply
  named: 'cell' | 'field' | 'no'
  /** The sheet on screen is as of this entry. */
  isOn: boolean
  face: HistoryFace
  actions: ReactNode
}) {
  const { entry, named, face } = props
  const { t } = face
  const { language } = useTranslation().i18n
  const [isOpen, setOpen] = useState(false)
  const all = entry.cells + Object.values(entry.rows).reduce((sum, count) => sum + count, 0)
  const hasMore = entry.changes.length < all
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (props.isOn) {
      place.current?.scrollIntoView({ block: 'nearest' })
    }
  }, [props.isOn])
  const name = entry.note?.users.map((user) => user.name).join(', ') ?? entry.user?.name ?? t('aProgram')
  return (
    <li
      ref={place}
      className={props.isOn ? 'on' : ''}
      aria-current={props.isOn ? 'true' : undefined}
      data-testid="history-entry"
    >
      <Avatar person={{ id: entry.user?.id ?? '', name, colour: userColour(entry.user?.id ?? '') }} named={false} />
      <div className="hist-body">
        <div className="spread">
          <b className="ell">{name}</b>
          <time className="cap" dateTime={entry.at} title={exactMoment(entry.at, language)}>
            {whenAgo(entry.at, language)}
          </time>
        </div>
        {entry.changes.map((change, i) => (
          <HistoryChange key={i} change={change} named={named} face={face} />
        ))}
        {entry.note !== null && <NotedText note={entry.note} isNamed={named === 'cell'} face={face} />}
        <div className="cap">
          <span data-testid="history-how">{tellGesture(entry, t)}</span>
          {entry.fields.length > 0 && entry.changes.length === 0 && ` · ${fieldNames(face, entry.fields)}`}
          {' · '}
          {exactMoment(entry.at, language)}
        </div>
        <div className="hist-actions">
          {hasMore && (
            <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t(isOpen ? 'hideCells' : 'showCells')}
            </button>
          )}
          {props.actions}
        </div>
        {isOpen && <GestureCells sheet={props.sheet} gestureId={entry.id} face={face} />}
      </div>
    </li>
  )
}

const MOST_NAMES = 3

function fieldNames({ model }: HistoryFace, keys: readonly string[]): string {
  const names = keys.slice(0, MOST_NAMES).map((key) => model.field(key)?.name ?? key)
  return names.join(', ') + (keys.length > MOST_NAMES ? ', …' : '')
}

function GestureCells({ sheet, gestureId, face }: { sheet: SheetAddress; gestureId: string; face: HistoryFace }) {
  const { t } = face
  const { data, isPending, isError, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    gestureQuery(sheet, gestureId),
  )
  if (isPending || isError) {
    return (
      <div className="hist-cells cap" role="status">
        {isPending ? '…' : t('couldNotLoad')}{' '}
        {isError && (
          <button type="button" className="link" onClick={() => void refetch()}>
            {t('tryAgain')}
          </button>
        )}
      </div>
    )
  }
  return (
    <div className="hist-cells" data-testid="history-cells">
      {data.pages
        .flatMap((page) => page.data)
        .map((change, i) => (
          <HistoryChange key={i} change={change} named="cell" face={face} />
        ))}
      {hasNextPage && (
        <button type="button" className="link" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t('moreCells')}
        </button>
      )}
    </div>
  )
}
