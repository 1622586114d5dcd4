import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFilter, IconLock, IconTable } from '@tabler/icons-react'
import {
  lazy,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ClipboardEvent,
} from 'react'
import { useTranslation } from 'react-i18next'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { useMe } from '#client/api/session.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { parseHtml } from '#client/grid/clipboard/html.ts'
import { parseTsv } from '#client/grid/clipboard/tsv.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import { loadSheetGrid } from '#client/grid/loadSheetGrid.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { directionOf } from '#client/i18n/i18n.ts'
import type { SessionView, SheetSession } from '#client/sync/SheetSession.ts'
import { useConflicts, useContested } from './conflicts/useConflicts.ts'
import { columnAccess } from './columnAccess.ts'
import { FxBar } from './FxBar.tsx'
import { addRow, pasteIntoEmpty } from './emptySheet.ts'
import { gridPeers, peopleHere } from './peers.ts'
import { sayEvent } from './sayEvent.ts'
import { selectionSums, type SelectionSums } from './selectionSums.ts'
import { SheetHead } from './SheetHead.tsx'
import type { SheetModels } from './SheetModels.ts'
import { SheetSkeleton } from './SheetSkeleton.tsx'
import { StatusBar } from './StatusBar.tsx'
import { announceChoice, nameOfRow, useColumnWords, useMessage } from './sheetHooks.ts'
import { useSheetWords, type SheetTranslate } from './words/useSheetWords.ts'

const PHONE = '(max-width: 600px)'

const SheetGrid = lazy(() => loadSheetGrid().then((file) => ({ default: file.SheetGrid })))
const ConflictsPanel = lazy(() =>
  import('./conflicts/ConflictsPanel.tsx').then((file) => ({ default: file.ConflictsPanel })),
)
const ExplainPanel = lazy(() => import('./ExplainPanel.tsx').then((file) => ({ default: file.ExplainPanel })))
const NotSavedDrawer = lazy(() => import('./NotSavedDrawer.tsx').then((file) => ({ default: file.NotSavedDrawer })))

interface SheetViewProps {
  sheet: { session: SheetSession; models: SheetModels }
  filter: RowFilter | null
  /** Id of the row that the address names. */
  row: string | null
  onClearFilter: () => void
}

/** The sheet, as soon as its rows and the grid are there. Both come at the same time, and neither is shown alone. */
export function SheetView({ sheet, ...rest }: SheetViewProps) {
  const { session, models } = sheet
  const view = useSyncExternalStore(session.subscribe, session.view)
  return (
    <Suspense fallback={<SheetSkeleton />}>
      {view.ready ? <LoadedSheet {...rest} session={session} view={view} models={models} /> : <SheetSkeleton />}
    </Suspense>
  )
}

interface LoadedSheetProps {
  session: SheetSession
  view: SessionView
  models: SheetModels
  filter: RowFilter | null
  row: string | null
  onClearFilter: () => void
}

/** The sheet with its bars and panels. */
function LoadedSheet({ session, filter, row: named, onClearFilter, view, models }: LoadedSheetProps) {
  const t = useSheetWords()
  const { i18n } = useTranslation()
  const rtl = directionOf(i18n.language) === 'rtl'
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false })
  const model = useSyncExternalStore(models.subscribe, models.current)
  useSyncExternalStore(model.onChange, model.version)
  const words = useColumnWords(t)
  const controller = useRef<GridController | null>(null)
  const [cell, setCell] = useState<CellRef | null>(null)
  const [sums, setSums] = useState<SelectionSums | null>(null)
  const [message, say] = useMessage()
  const [panel, setPanel] = useState<'explain' | 'not-saved' | 'conflicts' | null>(null)

  const { writable, locked, late } = view
  const access = useCallback(
    (field: Field) => columnAccess(field, { writable, locked, late }, t, i18n.language),
    [writable, locked, late, t, i18n.language],
  )
  const rowName = useCallback((row: string) => nameOfRow(model, row, words), [model, words])
  const tell = useCallback(
    (event: GridEvent) => {
      const why = (field: Field): string => access(field).lock ?? ''
      const nameOfCell = ({ row, key }: CellRef): string =>
        [model.field(key)?.name ?? '', rowName(row)].filter((part) => part !== '').join(' · ')
      say(sayEvent(event, t, { why, cell: nameOfCell }))
    },
    [say, t, access, model, rowName],
  )
  const bind = useCallback(
    (ready: GridController) => {
      controller.current = ready
      let frame = 0
      ready.selection.onChange(() => {
        frame ||= requestAnimationFrame(() => {
          frame = 0
          const { active, last } = ready.selection
          setCell(active)
          setSums(selectionSums(ready, models.current()))
          announceChoice(session, models.current(), active, last?.head ?? null)
        })
      })
      const model = models.current()
      const key = (model.fields.find(({ role }) => role === 'emissions') ?? model.fields[0])?.key
      if (named !== null && key !== undefined && model.store.slotOf(named) !== undefined) {
        ready.goTo({ row: named, key })
      }
    },
    [models, session, named],
  )
  const health = model.health()
  const canAddRows = view.writable.has(ORDER)
  const refused = useMemo(() => new Set(view.notSaved.map(({ row, ordinal }) => `${row}:${ordinal}`)), [view.notSaved])
  const conflicts = useConflicts(session, model)
  const contested = useContested(conflicts, model)
  const { user } = useMe()
  const peers = useMemo(() => gridPeers(view.peers, model), [view.peers, model])

  const { description } = session
  return (
    <div className="sheet-page">
      <SheetHead
        description={description}
        errors={health.errors}
        people={peopleHere(view.peers)}
        canWrite={view.writable.size > 0}
        canAddRows={canAddRows}
        canDeleteRows={view.writable.has(DELETED)}
        isExplaining={panel === 'explain'}
        t={t}
        onAddRow={() => addRow(session, controller.current, model, filter)}
        onDeleteRows={() => controller.current?.gestures.deleteRows()}
        onUndo={() => controller.current?.gestures.undo()}
        onRedo={() => controller.current?.gestures.redo()}
        onExplain={() => setPanel(panel === 'explain' ? null : 'explain')}
      />
      <div className="sheet-bars">
        {view.locked && (
          <div className="timebar" data-testid="locked-bar">
            <IconLock size={15} stroke={1.8} />
            <span>
              <b>{t('lockedBar', { cycle: description.cycle.name })}</b> {t('lockedText')}
            </span>
          </div>
        )}
        {filter !== null && (
          <FilterBar filter={filter} model={model} shown={model.shownCount(filter)} t={t} onClear={onClearFilter} />
        )}
      </div>
      <FxBar
        model={model}
        cell={cell}
        rowName={cell === null ? '' : rowName(cell.row)}
        t={t}
        onExplain={() => setPanel('explain')}
      />
      <div className="sheet-body">
        <div className="sheet-area">
          <div className="sheet-fill">
            {model.rowCount() === 0 ? (
              <EmptySheet session={session} model={model} canAddRows={canAddRows} t={t} tell={tell} />
            ) : (
              <SheetGrid
                key={`${rtl}:${phone}`}
                model={model}
                editing={session.editing}
                writable={view.writable}
                access={access}
                filter={filter}
                peers={peers}
                refused={refused}
                contested={contested}
                rtl={rtl}
                phone={phone}
                words={words}
                label={t('gridLabel', { table: description.table.name, cycle: description.cycle.name })}
                tell={tell}
                onEditorOpen={(open) => session.setEditorOpen(open)}
                onReady={bind}
              />
            )}
          </div>
          <StatusBar
            status={view.status}
            kept={view.kept}
            rows={model.rowCount()}
            health={health}
            sums={sums}
            message={message}
            t={t}
            conflicts={conflicts.open.length}
            onNotSaved={() => setPanel('not-saved')}
            onConflicts={() => setPanel('conflicts')}
          />
        </div>
        <Suspense>
          {panel === 'explain' && (
            <ExplainPanel
              model={model}
              cell={cell}
              rowName={cell === null ? '' : rowName(cell.row)}
              t={t}
              onClose={() => setPanel(null)}
            />
          )}
          {panel === 'conflicts' && (
            <ConflictsPanel
              model={model}
              conflicts={conflicts}
              userId={user.id}
              writable={view.writable}
              rowName={rowName}
              t={t}
              onGo={(target) => controller.current?.goTo(target)}
              onClose={() => setPanel(null)}
            />
          )}
          {panel === 'not-saved' && view.notSaved.length > 0 && (
            <NotSavedDrawer
              model={model}
              cells={view.notSaved}
              rowName={rowName}
              canReapply={view.notSaved.some(({ ordinal }) => view.writable.has(ordinal))}
              t={t}
              onReapply={() => session.reapply(view.notSaved)}
              onDiscard={() => session.discard(view.notSaved)}
              onClose={() => setPanel(null)}
            />
          )}
        </Suspense>
      </div>
    </div>
  )
}

function FilterBar(props: {
  filter: RowFilter
  model: SheetModel
  shown: number
  t: SheetTranslate
  onClear: () => void
}) {
  const { filter, model, shown, t } = props
  const labelled = (role: Field['role'], value: string): string => {
    const field = model.fields.find((one) => one.role === role)
    return field === undefined ? value : formatCell(field, value)
  }
  return (
    <div className="filterbar" data-testid="filter-bar">
      <IconFilter size={15} stroke={1.8} />
      {filter.site !== null && <span className="tag">{t('filterSite', { value: labelled('site', filter.site) })}</span>}
      {filter.month !== null && (
        <span className="tag">{t('filterMonth', { value: labelled('month', filter.month) })}</span>
      )}
      {filter.incomplete && <span className="tag">{t('filterIncomplete')}</span>}
      <span>{t('showing', { shown: formatNumber(shown), all: formatNumber(model.rowCount()) })}</span>
      <Button size="compact-xs" variant="default" onClick={props.onClear}>
        {t('clearFilter')}
      </Button>
    </div>
  )
}

/** Says what to do, and takes a paste. */
function EmptySheet(props: {
  session: SheetSession
  model: SheetModel
  canAddRows: boolean
  t: SheetTranslate
  tell: (event: GridEvent) => void
}) {
  const { session, model, canAddRows, t } = props
  const onPaste = (event: ClipboardEvent): void => {
    const html = event.clipboardData.getData('text/html')
    const block = parseHtml(html) ?? parseTsv(event.clipboardData.getData('text/plain'))
    event.preventDefault()
    pasteIntoEmpty(session, model, block, props.tell)
  }
  return (
    <div className="sheet-empty" data-testid="sheet" tabIndex={0} onPaste={canAddRows ? onPaste : undefined}>
      <EmptyState
        icon={<IconTable size={30} stroke={1.3} className="dim" />}
        title={t('emptyTitle')}
        actions={
          canAddRows ? <Button onClick={() => addRow(session, null, model, null)}>{t('addRow')}</Button> : undefined
        }
      >
        {t(canAddRows ? 'emptyText' : 'emptyReadOnly')}
      </EmptyState>
    </div>
  )
}
