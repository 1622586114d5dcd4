import { useState, type ReactNode } from 'react'
import type { GestureReply } from '#shared/api/history.ts'
import { shownValue, type HistoryFace } from './HistoryChange.tsx'
import { wholeGesture, type ScopeKind, type SheetAddress } from './historyQueries.ts'
import {
  canRestore,
  changesNow,
  planRow,
  planUndoOf,
  planValues,
  rowValuesAt,
  type PresentSheet,
  type RestorePlan,
} from './restore.ts'

interface ActionsProps {
  scope: ScopeKind
  entries: readonly GestureReply[]
  face: HistoryFace
  present: PresentSheet
  onRestore: (plan: RestorePlan) => void
}

/** What can be done about one entry. What may not be written, or is there already, is not offered. */
export function EntryActions(props: ActionsProps & { sheet: SheetAddress; index: number; onSee: (() => void) | null }) {
  const { scope, entries, index, face, onSee } = props
  const { t } = face
  return (
    <>
      {onSee !== null && <Action onClick={onSee}>{t('seeThen')}</Action>}
      {scope === 'sheet' ? <TakeBack {...props} entry={entries[index]!} /> : <PutBack {...props} index={index} />}
    </>
  )
}

/** The end of a list that has no older entry: what was there before anybody changed it. */
export function Beginning(props: ActionsProps) {
  const { face, entries, scope } = props
  const { t } = face
  const change = scope === 'cell' ? entries.at(-1)?.changes[0] : undefined
  return (
    <li className="hist-beginning">
      <span />
      <div className="hist-body">
        {change !== undefined && change.field !== null && (
          <span className="new">
            <bdi>{shownValue(face, change.field, change.old)}</bdi>
          </span>
        )}
        <div className="cap">{t('beginning')}</div>
        <div className="hist-actions">
          <PutBack {...props} index={entries.length} />
        </div>
      </div>
    </li>
  )
}

/** The cell or the row as it was when the entry was made. */
function PutBack({ scope, entries, index, face, present, onRestore }: ActionsProps & { index: number }) {
  const { t } = face
  const row = entries.flatMap(({ changes }) => changes)[0]?.row
  if (row === undefined || index === 0) {
    return null
  }
  const values = rowValuesAt(
    entries.map((entry) => ({ changes: changesNow(present, entry, entry.changes) })),
    index,
  )
  if (scope === 'row') {
    const plan = planRow(present, row, values)
    return canRestore(plan) ? <Action onClick={() => onRestore(plan)}>{t('putRowBack')}</Action> : null
  }
  const [cell] = [...values].map(([field, value]) => ({ row, field, value }))
  const plan = cell === undefined ? null : planValues(present, [cell])
  return cell !== undefined && plan !== null && canRestore(plan) ? (
    <Action onClick={() => onRestore(plan)}>
      {cell.value === null ? (
        t('putEmptyBack')
      ) : (
        <bdi>{t('putValueBack', { value: shownValue(face, cell.field, cell.value) })}</bdi>
      )}
    </Action>
  ) : null
}

/** Everything that a gesture changed, where nobody changed it since. */
function TakeBack({
  sheet,
  entry,
  face,
  present,
  onRestore,
}: ActionsProps & { sheet: SheetAddress; entry: GestureReply }) {
  const { t } = face
  const [isBusy, setBusy] = useState(false)
  const isKnown = entry.changes.length > 0 || entry.gesture === 'converted'
  const changes = changesNow(present, entry, entry.changes)
  if (entry.note !== null) {
    return null // a note is written on, not put back
  }
  const isPossible = isKnown
    ? canRestore(planUndoOf(present, changes))
    : entry.fields.some((field) => {
        const ordinal = present.ordinalOf(field)
        return ordinal !== undefined && present.mayWrite(ordinal)
      }) || present.mayWrite(DELETION)
  if (!isPossible) {
    return null
  }
  const takeBack = async (): Promise<void> => {
    setBusy(true)
    try {
      onRestore(
        planUndoOf(present, isKnown ? changes : changesNow(present, entry, await wholeGesture(sheet, entry.id))),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Action disabled={isBusy} onClick={() => void takeBack()}>
      {t('putGestureBack')}
    </Action>
  )
}

const DELETION = 1

function Action(props: { onClick: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <button type="button" className="link" disabled={props.disabled} onClick={props.onClick}>
      {props.children}
    </button>
  )
}
