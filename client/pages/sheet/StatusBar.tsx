import {
  IconAlertSquare,
  IconArrowsSort,
  IconArrowsSplit2,
  IconCircleCheck,
  IconCloudOff,
  IconDeviceFloppy,
  IconLock,
  IconPencil,
  IconRefresh,
} from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SaveStatus } from '#client/sync/saveStatus.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import type { SheetHealthCounts } from './problems/useHealth.ts'
import type { SelectionSums } from './selectionSums.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

const ICON = { size: 15, stroke: 1.8 } as const

/** Whether everything is safe, how many rows and problems there are, and the sum of what is selected. */
export function StatusBar(props: {
  session: SheetSession
  rows: number
  health: SheetHealthCounts
  /** Cells that the user has to decide. */
  conflicts: number
  /** Rows that would move, come or go if sort and filter were applied now. */
  pending: number
  sums: SelectionSums | null
  message: string
  t: SheetTranslate
  onOpen: (panel: 'not-saved' | 'conflicts' | 'problems') => void
  onApply: () => void
}) {
  const { session, rows, health, sums, message, t, onOpen } = props
  const { status, kept } = useSyncExternalStore(session.subscribe, session.view)
  return (
    <footer className="status">
      <SaveState status={status} t={t} onNotSaved={() => onOpen('not-saved')} />
      {!kept && status.kind !== 'offline' && (
        <span className="save save-warn" role="alert" data-testid="not-kept">
          <IconDeviceFloppy {...ICON} />
          {t('notKept')}
        </span>
      )}
      {props.conflicts > 0 && (
        <button
          type="button"
          className="save save-warn"
          data-testid="conflict-count"
          onClick={() => onOpen('conflicts')}
        >
          <IconArrowsSplit2 {...ICON} />
          {t('conflicts', { count: props.conflicts })}
        </button>
      )}
      <span className="status-sep" />
      <span data-testid="row-count">{t('rows', { count: rows, shown: formatNumber(rows) })}</span>
      {health.errors + health.missing + health.straddling > 0 && (
        <button
          type="button"
          className="save status-health"
          data-testid="health"
          title={t('showProblems')}
          onClick={() => onOpen('problems')}
        >
          {health.errors > 0 && <span className="bad">{t('errors', { count: health.errors })}</span>}
          {health.missing > 0 && <span className="warn hide-s">{t('missing', { count: health.missing })}</span>}
          {health.straddling > 0 && <span className="dim hide-s">{t('toProrate', { count: health.straddling })}</span>}
        </button>
      )}
      {props.pending > 0 && (
        <button
          type="button"
          className="save status-apply"
          data-testid="apply-view"
          // The grid keeps its focus: the person is typing there.
          onMouseDown={(event) => event.preventDefault()}
          onClick={props.onApply}
        >
          <IconArrowsSort {...ICON} />
          {t('applyAgain', { count: props.pending, shown: formatNumber(props.pending) })}
        </button>
      )}
      <span className="status-message ell" role="status" aria-live="polite" data-testid="sheet-message">
        {message}
      </span>
      <span className="status-end">{sums !== null && <Sums sums={sums} t={t} />}</span>
    </footer>
  )
}

function Sums({ sums, t }: { sums: SelectionSums; t: SheetTranslate }) {
  if (sums.unit === null) {
    return <span className="warn">{t('mixedUnits')}</span>
  }
  const unit = unitText(sums.unit)
  const shown = (value: number): string =>
    formatNumber(Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toPrecision(5)))
  return (
    <>
      <span>
        <em>{t('sum')}</em>{' '}
        <bdi>
          {shown(sums.sum)} {unit}
        </bdi>
      </span>
      <span className="hide-s">
        <em>{t('average')}</em>{' '}
        <bdi>
          {shown(sums.sum / sums.count)} {unit}
        </bdi>
      </span>
      <span>
        <em>{t('count')}</em> <bdi>{formatNumber(sums.count)}</bdi>
      </span>
    </>
  )
}

function SaveState({ status, t, onNotSaved }: { status: SaveStatus; t: SheetTranslate; onNotSaved: () => void }) {
  switch (status.kind) {
    case 'saved':
      return (
        <>
          <span className="save" data-testid="save-status">
            <IconCircleCheck {...ICON} />
            {t('status_saved')}
          </span>
          <span className="dim hide-s hide-m">{t('savedNote')}</span>
        </>
      )
    case 'saving':
      return (
        <span className="save save-busy" data-testid="save-status">
          <IconRefresh {...ICON} />
          {t('status_saving')}
        </span>
      )
    case 'editing':
      return (
        <span className="save save-busy" data-testid="save-status">
          <IconPencil {...ICON} />
          {t('status_editing')}
        </span>
      )
    case 'offline':
      return (
        <span className="save save-warn" data-testid="save-status">
          <IconCloudOff {...ICON} />
          {t(status.kept ? 'offline' : 'offlineNotKept', { count: status.edits })}
        </span>
      )
    case 'refused':
      return (
        <button type="button" className="save save-bad" data-testid="save-status" onClick={onNotSaved}>
          <IconAlertSquare {...ICON} />
          {t('status_refused')}
        </button>
      )
    case 'locked':
    case 'forbidden':
      return (
        <span className="save save-busy" data-testid="save-status">
          <IconLock {...ICON} />
          {t(status.kind === 'locked' ? 'status_locked' : 'status_forbidden')}
        </span>
      )
    default:
      return assertNever(status)
  }
}
