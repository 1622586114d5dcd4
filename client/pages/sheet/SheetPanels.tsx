import { useCallback, useRef } from 'react'
import { late } from '#client/components/late.tsx'
import { useMe } from '#client/api/session.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { DELETED } from '#collab/schema/layout.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetAccess, SheetSession } from '#client/sync/SheetSession.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import type { Conflicts } from './conflicts/useConflicts.ts'
import type { Evidence } from './evidence/useEvidence.ts'
import type { ScopeKind } from './history/historyQueries.ts'
import { usePanelKeys } from './panelKeys.ts'
import type { RowPorts } from './rowCard/RowCard.tsx'
import type { SheetHistory } from './history/useHistory.ts'
import type { SheetView } from './view/useSheetView.ts'
import type { SheetNotes } from './note/useSheetNotes.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

const ConflictsPanel = late(() => import('./conflicts/ConflictsPanel.tsx').then((file) => file.ConflictsPanel))
const DeletedRowsPanel = late(() => import('./deletedRows/DeletedRowsPanel.tsx').then((file) => file.DeletedRowsPanel))
const EvidencePanel = late(() => import('./evidence/EvidencePanel.tsx').then((file) => file.EvidencePanel))
const HistoryPanel = late(() => import('./history/HistoryPanel.tsx').then((file) => file.HistoryPanel))
const ExplainPanel = late(() => import('./explain/ExplainPanel.tsx').then((file) => file.ExplainPanel))
const NotePanel = late(() => import('./note/NotePanel.tsx').then((file) => file.NotePanel))
const NotSavedDrawer = late(() => import('./NotSavedDrawer.tsx').then((file) => file.NotSavedDrawer))
const ProblemsPanel = late(() => import('./problems/ProblemsPanel.tsx').then((file) => file.ProblemsPanel))

const ViewPanel = late(() => import('./viewPanel/ViewPanel.tsx').then((file) => file.ViewPanel))

const RowCard = late(() => import('./rowCard/RowCard.tsx').then((file) => file.RowCard))

const NOTHING: ReadonlySet<never> = new Set()

/** What can stand beside the sheet, one at a time. */
export type SheetPanel =
  | 'deleted-rows'
  | 'evidence'
  | 'explain'
  | 'not-saved'
  | 'note'
  | 'conflicts'
  | 'history'
  | 'problems'
  | 'row'
  | 'view'

interface PanelProps {
  open: SheetPanel | null
  face: {
    session: SheetSession
    view: SheetAccess
    model: SheetModel
    /** What is on screen: the sheet of now, or of a moment of the past. */
    shown: SheetModel
    words: ColumnWords
    rowName: (row: string) => string
    t: SheetTranslate
  }
  history: SheetHistory
  conflicts: Conflicts
  evidence: Evidence
  notes: SheetNotes
  cell: CellRef | null
  scope: ScopeKind
  onScope: (scope: ScopeKind) => void
  say: (text: string) => void
  /** The history of a cell is asked for, from another panel. */
  onHistory: (cell: CellRef) => void
  onOpen: (panel: SheetPanel) => void
  onGo: (cell: CellRef) => void
  row: RowPorts
  look: SheetView
  onClose: () => void
}

/** The panel beside the sheet. Whoever closes it from inside is in the sheet again, at the cell they came from. */
export function SheetPanels({ focusSheet, onClose, ...props }: PanelProps & { focusSheet: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const close = useCallback(() => {
    const isInside = place.current?.contains(document.activeElement) === true
    onClose()
    if (isInside) {
      focusSheet()
    }
  }, [onClose, focusSheet])
  usePanelKeys(place, props.open !== null, { close, focusSheet })
  return (
    <div ref={place} className="side-place">
      <OpenPanel {...props} onClose={close} />
    </div>
  )
}

function OpenPanel(props: PanelProps) {
  const { open, history, cell, onGo, onClose } = props
  const { session, view, model, shown, words, rowName, t } = props.face
  const { user } = useMe()
  switch (open) {
    case null:
      return null
    case 'explain':
      return (
        <ExplainPanel
          sheet={{ tableId: session.description.table_id, cycleId: session.description.cycle_id }}
          names={{ table: session.description.table.name, cycle: session.description.cycle.name }}
          model={shown}
          cell={cell}
          rowName={cell === null ? '' : rowName(cell.row)}
          moment={history.travel.moment}
          t={t}
          say={props.say}
          onHistory={props.onHistory}
          onClose={onClose}
        />
      )
    case 'history': {
      const { table_id: tableId, cycle_id: cycleId } = session.description
      return (
        <HistoryPanel
          sheet={{ tableId, cycleId }}
          cell={cell}
          scope={props.scope}
          onScope={props.onScope}
          travel={history.travel}
          face={{ model, words, rowName, t, onGo }}
          present={history.present}
          onRestore={history.restore}
          onDeletedRows={history.isPast || !view.writable.has(DELETED) ? null : () => props.onOpen('deleted-rows')}
          onClose={onClose}
        />
      )
    }
    case 'deleted-rows':
      return (
        <DeletedRowsPanel
          sheet={{ tableId: session.description.table_id, cycleId: session.description.cycle_id }}
          {...{ model, words, rowName, t, onClose }}
          present={history.present}
          onRestore={history.restore}
        />
      )
    case 'evidence':
      return (
        <EvidencePanel
          sheet={{ tableId: session.description.table_id, cycleId: session.description.cycle_id }}
          model={shown}
          cell={cell}
          writable={history.isPast ? NOTHING : view.writable}
          evidence={props.evidence}
          rowName={rowName}
          t={t}
          say={props.say}
          onClose={onClose}
        />
      )
    case 'conflicts':
      return (
        <ConflictsPanel
          model={model}
          conflicts={props.conflicts}
          userId={user.id}
          writable={view.writable}
          rowName={rowName}
          t={t}
          onGo={onGo}
          onClose={onClose}
        />
      )
    case 'note':
      return (
        <NotePanel
          sheet={{ tableId: session.description.table_id, cycleId: session.description.cycle_id }}
          notes={props.notes}
          {...{ cell, rowName, t, onClose }}
        />
      )
    case 'problems':
      return <ProblemsPanel model={shown} cycle={session.description.cycle} {...{ words, rowName, t, onGo, onClose }} />
    case 'row':
      return (
        <RowCard
          {...{ model: shown, cell, words, rowName, t, onClose }}
          ports={props.row}
          note={cell === null ? null : (props.notes.noted.get(cell.row)?.excerpt ?? null)}
          onNote={() => props.onOpen('note')}
        />
      )
    case 'view':
      return <ViewPanel model={shown} look={props.look} {...{ words, t, onClose }} />
    case 'not-saved':
      return view.notSaved.length === 0 ? null : (
        <NotSavedDrawer
          model={model}
          cells={view.notSaved}
          rowName={rowName}
          canReapply={view.notSaved.some(({ ordinal }) => view.writable.has(ordinal))}
          t={t}
          onReapply={() => session.reapply(view.notSaved)}
          onDiscard={() => session.discard(view.notSaved)}
          onClose={onClose}
        />
      )
    default:
      return assertNever(open)
  }
}
