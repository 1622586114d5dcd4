import { formatCell, type CellWords } from '#shared/cells/formatCell.ts'
import { num } from '#client/theme/format.ts'
import { decimalsFor } from '../columnPlan.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { shownText } from '../view/filterRows.ts'
import type { GroupHead } from './layOutGroups.ts'

export interface GroupWords extends CellWords {
  /** Rows without a value in the column, and those without a usable one. */
  emptyGroup: string
  errorGroup: string
  groupRows: (count: number) => string
}

/** What the head of a group says. */
export interface GroupLabel {
  /** From 0, the outermost. */
  level: number
  isOpen: boolean
  /** The name of the column. */
  column: string
  /** Its value, as its cells show it. */
  value: string
  /** How many rows, in words. */
  rows: string
}

/** Null for a column that is gone. */
export function groupLabel(model: SheetModel, head: GroupHead, words: GroupWords): GroupLabel | null {
  const field = model.field(head.key)
  const { level, isOpen, count } = head
  return field === undefined
    ? null
    : { level, isOpen, column: field.name, value: valueText(model, head, words), rows: words.groupRows(count) }
}

function valueText(model: SheetModel, { key, value: { kind, value } }: GroupHead, words: GroupWords): string {
  const field = model.field(key)
  if (kind !== 'value' || value === null || field === undefined) {
    return kind === 'error' ? words.errorGroup : words.emptyGroup
  }
  if (typeof value === 'string') {
    return shownText(field, value, words)
  }
  return field.type === 'formula' ? num(value, decimalsFor(model.largest(key))) : formatCell(field, value, words)
}
