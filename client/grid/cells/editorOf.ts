import type { ColDef } from 'ag-grid-community'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { isPointing } from '#shared/fields/target.ts'
import { questionOf, usualActivity } from '../model/activityOfRow.ts'
import type { GridRow, SheetModel } from '../model/SheetModel.ts'
import { CalendarEditor, type CalendarEditorParams, type CalendarWords } from './calendar/CalendarEditor.tsx'
import type { Islands } from '../react/Islands.tsx'
import { reactEditor } from '../react/reactEditor.tsx'
import { NumberEditor, type NumberEditorParams } from './NumberEditor.ts'
import { OptionEditor, type OptionEditorParams } from './OptionEditor.tsx'
import { OptionsEditor, type OptionsEditorParams } from './OptionsEditor.tsx'
import { TargetEditor, type TargetWords } from './TargetEditor.tsx'
import { TextEditor, type TextEditorParams } from './TextEditor.ts'

export interface EditorWords {
  nothingFound: string
  targets: TargetWords
  removeChoice: (choice: string) => string
  /** A unit that is typed and cannot become the one of the column. */
  otherUnit: (typed: string, own: string) => string
  calendar: CalendarWords
}

export interface EditorSetup {
  /** Ends the editor, writes this value (into every selected cell when `fill`) and moves down. */
  commit: (value: CellValue, fill?: boolean) => void
  /** What was typed before the editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  words: EditorWords
  model: Pick<SheetModel, 'targetsOf' | 'fields' | 'stored'>
  rtl: boolean
  islands: Islands
}

const CalendarOver = reactEditor(CalendarEditor)
const OptionOver = reactEditor(OptionEditor)
const OptionsOver = reactEditor(OptionsEditor)
const TargetOver = reactEditor(TargetEditor)

type Editor = Pick<
  ColDef<GridRow>,
  'cellEditor' | 'cellEditorPopup' | 'cellEditorPopupPosition' | 'cellEditorParams' | 'cellEditorSelector'
>

/** Over the cell, as large as it has to be. */
const over = (cellEditor: unknown, cellEditorParams: object): Editor => ({
  cellEditor,
  cellEditorParams,
  cellEditorPopup: true,
  cellEditorPopupPosition: 'over',
})

const typed = (field: Field): Editor => over(TextEditor, { field } satisfies TextEditorParams)

/** Whoever types is read as in any cell; whoever opens the cell gets the calendar. */
function withCalendar(
  type: 'date' | 'month',
  field: Field,
  { commit, takeTyped, words, rtl, islands }: EditorSetup,
): Editor {
  const params: CalendarEditorParams = { type, commit, takeTyped, label: field.name, rtl, words: words.calendar }
  const place = { popup: true, popupPosition: 'over' } as const
  return {
    ...typed(field),
    cellEditorSelector: ({ eventKey }) =>
      (eventKey ?? null) === null
        ? { component: CalendarOver, params: { ...params, islands }, ...place }
        : { component: TextEditor, params: { field } satisfies TextEditorParams, ...place },
  }
}

/** Types with an editor of their own; the others are typed. */
const EDITORS: Partial<Record<FieldType, (field: Field, setup: EditorSetup) => Editor>> = {
  number(field, { words }) {
    const params: NumberEditorParams = { field, otherUnit: words.otherUnit }
    return field.unit === null ? typed(field) : over(NumberEditor, params)
  },
  date: (field, setup) => withCalendar('date', field, setup),
  month: (field, setup) => withCalendar('month', field, setup),
  option({ name, options }, { commit, takeTyped, words, islands }) {
    const params: OptionEditorParams = { options, commit, takeTyped, label: name, nothingFound: words.nothingFound }
    return over(OptionOver, { ...params, islands })
  },
  options({ name, options }, { commit, takeTyped, words, islands }) {
    const { nothingFound, removeChoice: remove } = words
    const params: OptionsEditorParams = { options, commit, takeTyped, label: name, nothingFound, remove }
    return over(OptionsOver, { ...params, islands })
  },
}

/** A list that the server searches; null when nobody knows what the cells of the field can point at. */
function targetEditor(field: Field, { commit, takeTyped, words, model, islands }: EditorSetup): Editor | null {
  const targets = isPointing(field.type) ? model.targetsOf(field.key) : undefined
  if (targets === undefined) {
    return null
  }
  const source = usualActivity(model.fields, field)
  return over(TargetOver, {
    field,
    targets,
    commit,
    takeTyped,
    words: words.targets,
    questionOf: (row: string) => (field.type === 'factor' ? questionOf(model, row, source) : null),
    activityField: source.kind === 'column' ? source.field.key : null,
    islands,
  })
}

/** How the cells of a field are edited. */
export const editorOf = (field: Field, setup: EditorSetup): Editor =>
  targetEditor(field, setup) ?? EDITORS[field.type]?.(field, setup) ?? typed(field)
