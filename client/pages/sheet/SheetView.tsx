import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { startTransition, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { late } from '#client/components/late.tsx'
import { LateCode, useLateCode } from '#client/components/LateCode.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { SheetViewsReply } from '#shared/api/sheetViews.ts'
import type { Field } from '#shared/fields/field.ts'
import { useDeferredVersion } from '#client/components/useDeferredVersion.ts'
import { EditorWatch } from '#client/grid/editing/EditorWatch.ts'
import type { GridController } from '#client/grid/GridController.ts'
import { isGroupId } from '#client/grid/groups/groupId.ts'
import { loadSheetGrid } from '#client/grid/loadSheetGrid.ts'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { GestureRunner } from '#client/grid/running/GestureRunner.ts'
import { withWidth } from '#client/grid/view/viewState.ts'
import { directionOf } from '#client/i18n/i18n.ts'
import type { SheetAccess, SheetSession } from '#client/sync/SheetSession.ts'
import { useConflicts, useContested } from './conflicts/useConflicts.ts'
import { columnAccess } from './columnAccess.ts'
import { placeOf, type NamedCell } from './explain/linkToCell.ts'
import { EditorNotice } from './editing/EditorNotice.tsx'
import { useSheetEstimates } from './estimates/useSheetEstimates.ts'
import { useEvidence } from './evidence/useEvidence.ts'
import { EmptySheet } from './EmptySheet.tsx'
import { addRow } from './emptySheet.ts'
import { useChangedRows } from './changes/useChangedRows.ts'
import { isNarrowing } from './FilterBar.tsx'
import { SheetFind } from './find/SheetFind.tsx'
import { FxBar } from './FxBar.tsx'
import type { ScopeKind } from './history/historyQueries.ts'
import { useHistory } from './history/useHistory.ts'
import { useSheetNotes } from './note/useSheetNotes.ts'
import { usePasteDialogs } from './paste/usePasteDialogs.ts'
import { FollowingPill } from './people/FollowingPill.tsx'
import { PeopleMenu } from './people/PeopleMenu.tsx'
import { SheetPeople } from './people/SheetPeople.tsx'
import { SavedViewsMenu } from './savedViews/SavedViewsMenu.tsx'
import { savedViewsQuery } from './savedViews/savedViewsQuery.ts'
import { useSavedViews } from './savedViews/useSavedViews.ts'
import { useRowPorts } from './rowCard/useRowPorts.ts'
import { RunningDialog } from './running/RunningDialog.tsx'
import { SheetMenu } from './menu/SheetMenu.tsx'
import { SheetBars } from './SheetBars.tsx'
import { SheetHead } from './SheetHead.tsx'
import { SheetPanels, type SheetPanel } from './SheetPanels.tsx'
import type { SheetModels } from './SheetModels.ts'
import { ShortcutsDialog } from './shortcuts/ShortcutsDialog.tsx'
import { SheetSkeleton } from './SheetSkeleton.tsx'
import { StatusBar } from './StatusBar.tsx'
import { announceChoice, focusActiveCell, nameOfRow, useColumnWords, useMessage } from './sheetHooks.ts'
import { ColumnTools, useHeaderView } from './view/ColumnTools.tsx'
import { HiddenColumnsMenu } from './view/HiddenColumnsMenu.tsx'
import { OverRows } from './view/OverRows.tsx'
import { useArrivedColumn } from './view/useArrivedColumn.ts'
import { useRowLanguage, useRowView } from './view/useRowView.ts'
import { useSheetView } from './view/useSheetView.ts'
import { useShownView } from './view/useShownView.ts'
import { useMarks } from './viewPanel/useMarks.ts'
import { useHealth } from './problems/useHealth.ts'
import { useSelectionSums } from './useSelectionSums.ts'
import { useTell } from './useTell.ts'
import { usePreparedModel } from './usePreparedModel.ts'
import { useSheetWords } from './words/useSheetWords.ts'

const PHONE = '(max-width: 600px)'
const NOTHING: ReadonlySet<never> = new Set()

const gridCode = new LateCode(() => loadSheetGrid().then((file) => file.SheetGrid))
const SheetGrid = late(gridCode)
const PasteDialog = late(() => import('./paste/PasteDialog.tsx').then((file) => file.PasteDialog))

interface SheetViewProps {
  sheet: { session: SheetSession; models: SheetModels }
  filter: RowFilter | null
  /** What the address names. */
  named: NamedCell | null
}

/**
 * The sheet, as soon as its rows, the grid and the saved views are there. They come at the same time, and none is shown
 * alone; without an answer about the views the sheet is shown all the same.
 */
export function SheetView({ sheet, ...rest }: SheetViewProps) {
  const { session, models } = sheet
  const view = useSyncExternalStore(session.subscribe, session.access)
  const isPrepared = usePreparedModel(models, view.ready)
  const { isPending, data: saved = null } = useQuery(savedViewsQuery(session.description.table_id))
  const hasGrid = useLateCode(gridCode) !== null
  return isPrepared && hasGrid && !isPending ? (
    <LoadedSheet {...{ ...rest, session, view, models, saved }} />
  ) : (
    <SheetSkeleton />
  )
}

interface LoadedSheetProps {
  session: SheetSession
  view: SheetAccess
  models: SheetModels
  saved: SheetViewsReply | null
  filter: RowFilter | null
  named: NamedCell | null
}

/** The sheet with its bars and panels. */
function LoadedSheet({ session, filter, named, view, models, saved }: LoadedSheetProps) {
  const t = useSheetWords()
  const { i18n } = useTranslation()
  const rtl = directionOf(i18n.language) === 'rtl'
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false })
  const model = useSyncExternalStore(models.subscribe, models.current)
  const version = useDeferredVersion(model.onChange, model.version)
  const words = useColumnWords(t)
  const controller = useRef<GridController | null>(null)
  /** The same, for what has to be made anew with another one. */
  const [grid, setGrid] = useState<GridController | null>(null)
  /** Of the row that was added to an empty sheet: the grid comes with it. */
  const firstCell = useRef<CellRef | null>(null)
  const [cell, setCell] = useState<CellRef | null>(null)
  const [message, say] = useMessage()
  const [panel, setPanel] = useState<SheetPanel | null>(named?.panel ?? null)
  const [scope, setScope] = useState<ScopeKind>('cell')
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null)
  const [runner] = useState(() => new GestureRunner())
  const history = useHistory(session, { view, model, runner }, { t, words, say })
  const { travel, shown, isPast } = history
  const paste = usePasteDialogs()
  const evidence = useEvidence(session, model, { t, say, open: () => setPanel('evidence') })
  const openNote = useCallback(() => setPanel('note'), [])
  const notes = useSheetNotes(session, openNote)
  const [editor] = useState(() => new EditorWatch())
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
  }, [shown])

  const [sums, sumSelection] = useSelectionSums(controller, latest, version)

  const look = useSheetView(
    session.description.table,
    saved,
    useCallback((of) => say(t(of)), [say, t]),
  )
  const savedViews = useSavedViews(session.description, look)
  const focusGrid = useCallback(() => focusActiveCell(controller.current), [])
  const language = useRowLanguage(i18n.language, words)
  const changes = useChangedRows(session.description, look.view.changed)
  const { rows, waiting } = useRowView(shown, { filter, look, phone, only: changes.only }, language)
  const estimateOf = useSheetEstimates(shown, session.description)
  const marks = useMarks(shown, look.view, estimateOf, session.description.cycle, words, t)
  const { header, open: openColumn, setOpen: setOpenColumn } = useHeaderView(look.view, focusGrid, t)
  const arrived = useArrivedColumn(controller)
  /** How often the person asked to find rows since the bar was closed. */
  const [finding, setFinding] = useState(0)
  const isNarrowed = isNarrowing(look.view, filter)
  const hasBar = isNarrowed || rows.groups.isOn
  const shownView = useShownView(controller, look.view, isNarrowed, savedViews)

  const { writable, locked, late } = view
  const access = useCallback(
    (field: Field) => columnAccess(field, { writable, locked, late }, t, i18n.language),
    [writable, locked, late, t, i18n.language],
  )
  const rowName = useCallback((row: string) => nameOfRow(shown, row, words), [shown, words])
  // In the past no column is closed more than another: the bar above the sheet says that nothing can be written.
  const pastAccess = useCallback(
    (field: Field) => (field.type === 'formula' ? access(field) : { ...access(field), lock: null }),
    [access],
  )
  const pastRowAccess = useCallback((field: Field) => ({ ...access(field), lock: t('pastReadOnly') }), [access, t])
  const { nameOfCell, tell } = useTell({ model: shown, isPast, access, rowName, words, t, say })
  const bind = useCallback(
    (ready: GridController) => {
      controller.current = ready
      requestAnimationFrame(() => setGrid(ready)) // the grid is still placing its rows
      let frame = 0
      ready.selection.onChange(() => {
        frame ||= requestAnimationFrame(() => {
          frame = 0
          const { last } = ready.selection
          // on the head of a group no cell of the sheet is chosen
          const active = isGroupId(ready.selection.active?.row) ? null : ready.selection.active
          startTransition(() => {
            setCell(active)
            sumSelection()
          })
          announceChoice(session, models.current(), active, isGroupId(last?.head.row) ? active : (last?.head ?? null))
        })
      })
      const place = firstCell.current ?? (named === null ? null : placeOf(named, models.current()))
      firstCell.current = null
      if (place !== null) {
        ready.goTo(place)
      }
    },
    [models, session, named, sumSelection],
  )
  const rowPorts = useRowPorts(controller, rows, isPast ? pastRowAccess : access)
  const closePanel = useCallback(() => setPanel(null), [])
  const showHistory = useCallback((of: ScopeKind) => {
    setScope(of)
    setPanel('history')
  }, [])
  const addOne = (): void => {
    firstCell.current = addRow(session, controller.current, model, filter)
  }
  const health = useHealth(shown, session.description.cycle)
  const canWrite = view.writable.size > 0 && !isPast
  const canAddRows = view.writable.has(ORDER) && !isPast
  const canDeleteRows = view.writable.has(DELETED) && !isPast
  const refused = useMemo(() => new Set(view.notSaved.map(({ row, ordinal }) => `${row}:${ordinal}`)), [view.notSaved])
  const conflicts = useConflicts(session, model)
  const contested = useContested(conflicts, model)

  const { description } = session
  return (
    <SheetPeople {...{ session, model, grid, isPast }}>
      <div className="sheet-page">
        <SheetHead
          description={description}
          errors={health.errors}
          views={<SavedViewsMenu saved={savedViews} {...{ look, phone, t, say, focusGrid }} onPanel={setPanel} />}
          people={<PeopleMenu {...{ nameOfCell, t }} onGo={(target) => controller.current?.goTo(target)} />}
          canWrite={canWrite}
          canAddRows={canAddRows}
          canDeleteRows={canDeleteRows}
          isExplaining={panel === 'explain'}
          t={t}
          onAddRow={addOne}
          onDeleteRows={() => controller.current?.gestures.rows.delete()}
          onUndo={() => controller.current?.gestures.undo()}
          onRedo={() => controller.current?.gestures.redo()}
          isFinding={finding > 0 || hasBar}
          hiddenColumns={
            !phone && <HiddenColumnsMenu fields={shown.fields} view={look.view} t={t} onChange={look.change} />
          }
          shownView={isPast ? null : shownView}
          say={say}
          onFind={() => setFinding(finding > 0 && !hasBar ? 0 : finding + 1)}
          onExplain={() => setPanel(panel === 'explain' ? null : 'explain')}
          isHistory={panel === 'history'}
          onHistory={() => setPanel(panel === 'history' ? null : 'history')}
        />
        <SheetBars
          {...{ history, cell, controller, filter, look, rows, changes, words, t }}
          lockedCycle={view.locked ? description.cycle.name : null}
          model={shown}
          hasFilters={finding > 0 || hasBar}
          asked={finding}
          onClose={() => setFinding(0)}
        />
        <FxBar
          model={shown}
          cell={cell}
          rowName={cell === null ? '' : rowName(cell.row)}
          t={t}
          onExplain={() => setPanel('explain')}
          onRow={() => setPanel('row')}
          notes={notes}
          onHistory={() => showHistory('cell')}
        />
        <div className="sheet-body">
          <div className="sheet-area">
            <SheetFind key={`${rtl}:${phone}`} model={shown} canReplace={canWrite} {...{ grid, words, t }} />
            <div className="sheet-fill">
              <FollowingPill t={t} />
              <OverRows {...{ rows, waiting, t }} isNarrowed={isNarrowed} onShowAll={look.showAllRows} />
              <EditorNotice editor={editor} face={{ description, model, controller, history, words, t }} />
              {shown.rowCount() === 0 ? (
                <EmptySheet
                  session={session}
                  runner={runner}
                  model={model}
                  onAddRow={addOne}
                  canAddRows={canAddRows}
                  isPast={isPast}
                  t={t}
                  pasteDialogs={paste.dialogs}
                  tell={tell}
                />
              ) : (
                <SheetGrid
                  key={`${rtl}:${phone}`}
                  model={shown}
                  editing={travel.past?.editing ?? session.editing}
                  runner={runner}
                  writable={isPast ? NOTHING : view.writable}
                  access={isPast ? pastAccess : access}
                  filter={filter}
                  rows={rows}
                  columns={look.view}
                  totals={look.view.totals}
                  rowHeight={look.view.rowHeight}
                  marks={marks}
                  header={header}
                  onColumnsMoved={(order) => look.change((one) => ({ ...one, order }))}
                  onColumnResized={(key, widthPx) => phone || look.change((one) => withWidth(one, key, widthPx))}
                  refused={isPast ? NOTHING : refused}
                  contested={isPast ? NOTHING : contested}
                  differs={history.differs}
                  noted={notes.noted}
                  {...{ rtl, phone, words, tell }}
                  label={t('gridLabel', { table: description.table.name, cycle: description.cycle.name })}
                  pasteDialogs={paste.dialogs}
                  files={evidence}
                  onEditorOpen={(open) => session.setEditorOpen(open)}
                  editor={editor}
                  onHistory={() => showHistory('cell')}
                  onMenu={setMenu}
                  onRow={() => setPanel('row')}
                  onReady={bind}
                />
              )}
            </div>
            <StatusBar
              session={session}
              rows={shown.rowCount()}
              health={health}
              sums={sums}
              message={message}
              t={t}
              conflicts={conflicts.open.length}
              pending={rows.pending()}
              onApply={() => {
                changes.refresh()
                rows.apply()
              }}
              onOpen={setPanel}
            />
          </div>
          <SheetPanels
            open={panel}
            face={{ session, view, model, shown, words, rowName, t }}
            {...{ history, conflicts, evidence, notes, cell, scope }}
            onScope={setScope}
            say={say}
            onOpen={setPanel}
            onHistory={(target) => {
              controller.current?.goTo(target)
              showHistory('cell')
            }}
            onGo={(target) => controller.current?.goTo(target)}
            row={rowPorts}
            look={look}
            focusSheet={focusGrid}
            onClose={closePanel}
          />
          {paste.waiting !== null && (
            <PasteDialog
              waiting={paste.waiting}
              face={{ tableId: description.table_id, model, words, rowName, t }}
              onClose={() => {
                paste.close()
                controller.current?.takeFocus()
              }}
            />
          )}
        </div>
        <ShortcutsDialog t={t} />
        <RunningDialog runner={runner} t={t} onClose={focusGrid} />
        {openColumn !== null && (
          <ColumnTools
            open={openColumn}
            model={shown}
            {...{ description, rows, language, look, phone, t, say }}
            onOpen={setOpenColumn}
            onFitWidth={(key) => controller.current?.api?.autoSizeColumns([key])}
            onAdded={arrived}
          />
        )}
        <SheetMenu
          place={menu}
          face={{ description, model, words }}
          rows={rows}
          writable={isPast ? NOTHING : writable}
          {...{ controller, canWrite, canAddRows, canDeleteRows, rtl, t, say, estimateOf, rowName }}
          onHistory={showHistory}
          onPanel={setPanel}
          onClose={() => setMenu(null)}
        />
      </div>
    </SheetPeople>
  )
}
