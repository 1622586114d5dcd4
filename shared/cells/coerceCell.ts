import type { Field } from '#shared/fields/field.ts'
import type { CellValue } from './cellValue.ts'
import { CELL_TYPES } from './types/cellTypes.ts'

/** What coercion needs to know of a field. */
export type CellType = Pick<Field, 'type' | 'options' | 'targets'>

/**
 * The value that typed or pasted text becomes in a field of this type. Empty text is null. Text that does not fit the
 * type is returned as it is (trimmed), because nothing that a person typed may be lost; `cellProblem` then says so.
 */
export function coerceCell(field: CellType, raw: CellValue): CellValue {
  if (raw === null || Array.isArray(raw)) {
    return raw
  }
  // half a character does not travel: everybody but its author would have another text
  const whole = String(raw).toWellFormed()
  const text = whole.trim()
  return text === '' ? null : CELL_TYPES[field.type].coerce({ text, whole, raw }, field)
}
