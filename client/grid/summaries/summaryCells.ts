import type { Field } from '#shared/fields/field.ts'
import { groupLabel, type GroupLabel, type GroupWords } from '../groups/groupLabel.ts'
import { isGroupId } from '../groups/groupId.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { RowView } from '../view/RowView.ts'
import type { ViewState } from '../view/viewState.ts'
import { measureOf } from './measures.ts'
import { summaryText, type SummaryText, type SummaryWords } from './summaryText.ts'

/** The sheet on display, and what its totals tell. */
interface SummedSheet {
  model: SheetModel
  rows: RowView
  totals: ViewState['totals']
  words: SummaryWords & GroupWords
}

/** What the row of totals (null), or the head of a group, tells of a column; null: nothing. */
export function summaryOf(sheet: SummedSheet, field: Field, group: string | null): SummaryText | null {
  const { model, rows, totals, words } = sheet
  const measure = measureOf(model, field, totals)
  const summary = measure === 'none' ? null : rows.summary(field.key, group)
  return summary === null ? null : summaryText(model, field, measure, summary, words)
}

/** Whether the head of a group tells nothing of a column. */
export function isBlank(sheet: SummedSheet, key: string, group: string): boolean {
  const field = sheet.model.field(key)
  return field === undefined || summaryOf(sheet, field, group) === null
}

/** What the head of a group says; null for every other row. */
export function labelOf({ model, rows, words }: SummedSheet, row: string): GroupLabel | null {
  const head = isGroupId(row) ? rows.groups.head(row) : null
  return head === null ? null : groupLabel(model, head, words)
}
