import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'

/** Whether an editor that was left holds something else than the cell. */
export const isOther = (field: Field, before: CellValue, raw: CellValue): boolean =>
  raw !== rawCellText(field, before) && !isSameValue(coerceCell(field, raw), before)
