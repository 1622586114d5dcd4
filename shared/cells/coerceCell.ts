import type { Field } from '#shared/fields/field.ts'
import { isTooLarge, type CellValue } from './cellValue.ts'
import { CELL_TYPES } from './types/cellTypes.ts'
import { formatOptions } from './types/parseOptions.ts'

/** What coercion needs to know of a field. */
export type CellType = Pick<Field, 'type' | 'options' | 'targets'>

/**
 * The value that typed or pasted text becomes in a field of this type. Empty text is null. Text that does not fit the
 * type is returned as it is (trimmed), because nothing that a person typed may be lost; `cellProblem` then says so.
 */
export function coerceCell(field: CellType, raw: CellValue): CellValue {
  if (raw === null || Array.isArray(raw)) {
    return listOf(raw ?? [], field)
  }
  // half a character does not travel: everybody but its author would have another text
  const whole = String(raw).toWellFormed()
  const text = whole.trim()
  return text === '' ? null : CELL_TYPES[field.type].coerce({ text, whole, raw }, field)
}

/** More than a list of a cell takes is kept as its text. */
function listOf(list: string[], { options }: CellType): CellValue {
  return list.length === 0 ? null : isTooLarge(list) ? formatOptions(options, list) : list
}
