import { Button } from '@mantine/core'
import { useEffect, useReducer, useSyncExternalStore, type CSSProperties, type ReactNode, type RefObject } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { formatCell } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { EditorState, EditorWatch } from '#client/grid/editing/EditorWatch.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { planRow } from '../history/restore.ts'
import type { SheetHistory } from '../history/useHistory.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { useWriter, type Deed } from './useWriter.ts'
import './editing.css'

interface NoticeFace {
  description: SheetReply
  model: SheetModel
  controller: RefObject<GridController | null>
  history: Pick<SheetHistory, 'present' | 'restore'>
  words: ColumnWords
  t: SheetTranslate
}

/** How long it says that another's value was written over. */
const SHOWN_MS = 12_000

/** Tells beside the open editor what others did to its cell, as it happens, and afterwards what can still be chosen. */
export function EditorNotice({ editor, face }: { editor: EditorWatch; face: NoticeFace }) {
  const state = useSyncExternalStore(editor.subscribe, editor.state)
  const { model, description } = face
  const now = state === null ? null : model.value(state.cell.row, state.cell.key)
  const deed = state === null ? null : deedOf(state, now)
  const name = useWriter({ tableId: description.table_id, cycleId: description.cycle_id }, deed)
  useEffect(() => {
    if (state?.kind === 'overwrote') {
      const timer = setTimeout(() => editor.dismiss(), SHOWN_MS)
      return () => clearTimeout(timer)
    }
    return undefined
  }, [state, editor])
  return state === null || deed === null ? null : (
    <Notice editor={editor} face={face} state={state} now={now} name={name ?? face.t('editingSomebody')} />
  )
}

/** Null: nobody did anything to the cell. */
function deedOf(state: EditorState, now: CellValue): Deed | null {
  switch (state.kind) {
    case 'open':
      return isSameValue(state.before, now) ? null : { cell: state.cell, wrote: now }
    case 'overwrote':
      return { cell: state.cell, wrote: state.theirs }
    case 'row-gone':
      return { cell: state.cell, deleted: true }
  }
}

function Notice(props: { editor: EditorWatch; face: NoticeFace; state: EditorState; now: CellValue; name: string }) {
  const { editor, face, state, now, name } = props
  const { model, controller, t, words } = face
  const field = model.field(state.cell.key)
  const place = usePlaceAbove(controller, state.cell)
  if (field === undefined) {
    return null
  }
  const shown = (value: CellValue): string => formatCell(field, value, words) || t('empty')
  const done = (): void => {
    editor.dismiss()
    controller.current?.takeFocus()
  }
  switch (state.kind) {
    case 'open':
      return (
        <Card place={place} text={t('editingChanged', { name, value: shown(now) })} hint={t('editingChoice')}>
          <Action
            label={t('editingKeepTheirs')}
            onClick={() => {
              controller.current?.api?.stopEditing(true)
              done()
            }}
          />
        </Card>
      )
    case 'overwrote':
      return (
        <Card
          place={place}
          text={t('editingOverwrote', { name, value: shown(state.theirs) })}
          hint={t('editingOverwroteText')}
        >
          <Action
            label={t('editingUseTheirs')}
            onClick={() => {
              const { row } = state.cell
              controller.current?.gestures.run({
                kind: 'restored',
                writes: [{ row, ordinal: field.ordinal, value: state.theirs }],
              })
              done()
            }}
          />
          <Action label={t('editingKeepMine')} onClick={done} />
        </Card>
      )
    case 'row-gone': {
      const plan = planRow(face.history.present, state.cell.row, new Map([[field.key, coerceCell(field, state.text)]]))
      return (
        <Card place={null} isUrgent text={t('editingRowGone', { name, text: state.text || t('empty') })}>
          {plan.writes.length > 0 && (
            <Action
              label={t('editingRestore')}
              onClick={() => {
                face.history.restore(plan)
                editor.dismiss()
                controller.current?.goTo(state.cell)
              }}
            />
          )}
          {state.text !== '' && (
            <Action label={t('editingCopy')} onClick={() => void navigator.clipboard.writeText(state.text)} />
          )}
          <Action label={t('close')} onClick={done} />
        </Card>
      )
    }
  }
}

function Card(props: {
  place: CSSProperties | null
  text: string
  hint?: string
  isUrgent?: boolean
  children: ReactNode
}) {
  const { place, text, hint } = props
  return (
    <div
      className={place === null ? 'editor-notice editor-notice-loose' : 'editor-notice'}
      style={place ?? undefined}
      role={props.isUrgent === true ? 'alert' : 'status'}
      data-testid="editor-notice"
      // The editor keeps its focus: without it, it would end.
      onMouseDown={(event) => event.preventDefault()}
    >
      <div>
        <b>{text}</b>
        {hint !== undefined && <div className="cap">{hint}</div>}
      </div>
      <div className="row">{props.children}</div>
    </div>
  )
}

function Action({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  )
}

/** Just above the cell, wherever it scrolls to; null: it is not on screen. */
function usePlaceAbove(controller: RefObject<GridController | null>, cell: CellRef): CSSProperties | null {
  const [, measure] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    measure() // the cell was drawn before this was
    document.addEventListener('scroll', measure, true)
    window.addEventListener('resize', measure)
    return () => {
      document.removeEventListener('scroll', measure, true)
      window.removeEventListener('resize', measure)
    }
  }, [cell])
  const box = boxOf(controller.current, cell)
  return box === null
    ? null
    : {
        insetBlockEnd: window.innerHeight - box.top + 6,
        left: Math.max(8, Math.min(box.left, window.innerWidth - 348)),
      }
}

function boxOf(controller: GridController | null, { row, key }: CellRef): DOMRect | null {
  const selector = `.ag-row[row-id="${CSS.escape(row)}"] [col-id="${CSS.escape(key)}"]`
  return controller?.root?.querySelector(selector)?.getBoundingClientRect() ?? null
}
