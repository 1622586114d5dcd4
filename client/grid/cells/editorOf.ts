import type { ColDef } from 'ag-grid-community'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { isPointing } from '#shared/fields/target.ts'
import type { GridRow, SheetModel } from '../model/SheetModel.ts'
import { OptionEditor } from './OptionEditor.tsx'
import { TargetEditor, type TargetWords } from './TargetEditor.tsx'
import { TextEditor, type TextEditorParams } from './TextEditor.ts'

export interface EditorWords {
  nothingFound: string
  targets: TargetWords
}

export interface EditorSetup {
  /** Ends the editor, writes this value and moves down; into every selected cell when `fill`. */
  commit: (value: string, fill?: boolean) => void
  /** What was typed before the editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  words: EditorWords
  model: Pick<SheetModel, 'targetsOf'>
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

/** A list that the server searches; null when nobody knows what the cells of the field can point at. */
function targetEditor(field: Field, { commit, takeTyped, words, model }: EditorSetup): Editor | null {
  const targets = isPointing(field.type) ? model.targetsOf(field.key) : undefined
  return targets === undefined
    ? null
    : {
        cellEditor: TargetEditor,
        cellEditorParams: { field, targets, commit, takeTyped, words: words.targets },
      }
}

/** How the cells of a field are edited. */
export function editorOf(field: Field, setup: EditorSetup): Editor {
  return {
    cellEditor: TextEditor,
    cellEditorPopup: true,
    cellEditorPopupPosition: 'over',
    cellEditorParams: { field } satisfies TextEditorParams,
    ...(targetEditor(field, setup) ?? EDITORS[field.type]?.(field, setup)),
  }
}
