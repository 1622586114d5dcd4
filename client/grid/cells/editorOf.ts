import type { ColDef } from 'ag-grid-community'
import type { Field, FieldType } from '#shared/fields/field.ts'
import type { GridRow } from '../model/SheetModel.ts'
import { OptionEditor } from './OptionEditor.tsx'
import { TextEditor, type TextEditorParams } from './TextEditor.ts'

export interface EditorWords {
  nothingFound: string
}

export interface EditorSetup {
  /** Ends the editor, writes this value and moves down; into every selected cell when `fill`. */
  commit: (value: string, fill?: boolean) => void
  /** What was typed before the editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  words: EditorWords
}

type Editor = Pick<ColDef<GridRow>, 'cellEditor' | 'cellEditorPopup' | 'cellEditorPopupPosition' | 'cellEditorParams'>

/** Types with an editor of their own; the others are typed. */
const EDITORS: Partial<Record<FieldType, (field: Field, setup: EditorSetup) => Editor>> = {
  option: (field, { commit, takeTyped, words }) => ({
    cellEditor: OptionEditor,
    cellEditorParams: {
      options: field.options,
      commit,
      takeTyped,
      label: field.name,
      nothingFound: words.nothingFound,
    },
  }),
}

/** How the cells of a field are edited. */
export function editorOf(field: Field, setup: EditorSetup): Editor {
  return {
    cellEditor: TextEditor,
    cellEditorPopup: true,
    cellEditorPopupPosition: 'over',
    cellEditorParams: { field } satisfies TextEditorParams,
    ...EDITORS[field.type]?.(field, setup),
  }
}
