import type { SheetReply } from '#shared/api/sheets.ts'
import type { Field } from '#shared/fields/field.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** What the dialogs about many rows know of the sheet. */
export interface BulkFace {
  description: SheetReply
  model: SheetModel
  controller: GridController
  /** Ids of the rows on display, in order. */
  shown: readonly string[]
  isWritable: (field: Field) => boolean
  mayAddRows: boolean
  mayDeleteRows: boolean
  words: ColumnWords
  t: SheetTranslate
  say: (text: string) => void
  onClose: () => void
}

export type BulkRows = 'selected' | 'shown'

/** The rows that are meant. */
export const rowsOf = ({ controller, shown }: BulkFace, which: BulkRows): readonly string[] =>
  which === 'shown' ? shown : controller.selection.rows()

/** Whether more than one cell is selected: then the selection is meant, and not the sheet. */
export const hasChosen = ({ controller }: BulkFace): boolean => controller.selection.size() > 1
