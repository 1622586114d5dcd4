import type { ColDef } from 'ag-grid-community'
import type { Field, FieldType } from '#shared/fields/field.ts'
import type { GridRow } from '../model/SheetModel.ts'
import { OptionEditor } from './OptionEditor.tsx'

export interface EditorWords {
  nothingFound: string
}

export interface EditorSetup {
  /** Ends the editor, writes this value and moves down. */
  commit: (value: string) => void
  words: EditorWords
}

type Editor = Pick<ColDef<GridRow>, 'cellEditor' | 'cellEditorPopup' | 'cellEditorPopupPosition' | 'cellEditorParams'>

/** Types with an editor of their own; the others are typed into one line. */
const EDITORS: Partial<Record<FieldType, (field: Field, setup: EditorSetup) => Editor>> = {
  option: (field, { commit, words }) => ({
    cellEditor: OptionEditor,
    cellEditorPopup: true,
    cellEditorPopupPosition: 'over',
    cellEditorParams: { options: field.options, commit, label: field.name, nothingFound: words.nothingFound },
  }),
}

/** How the cells of a field are edited. */
export function editorOf(field: Field, setup: EditorSetup): Editor {
  return (
    EDITORS[field.type]?.(field, setup) ?? {
      cellEditor: 'agTextCellEditor',
      cellEditorParams: { useFormatter: false },
    }
  )
}
