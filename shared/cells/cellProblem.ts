import type { Field } from '#shared/fields/field.ts'
import type { CellValue } from './cellValue.ts'
import { ruleProblem, type RuledField } from './ruleProblem.ts'
import { shorten } from './types/CellType.ts'
import { CELL_TYPES } from './types/cellTypes.ts'

export type CellProblemCode =
  | 'not-a-number'
  | 'not-a-date'
  | 'not-a-month'
  | 'not-yes-or-no'
  | 'not-an-option'
  | 'not-files'
  | 'too-long'
  | 'too-small'
  | 'too-large'
  | 'other-form'
  | 'not-unique'
  | 'not-found'
  | 'not-chosen'
  | 'several'
  | 'gone'
  | 'rule-broken'

/** Why a value does not fit its field. The value stays in the cell; derived on every reader, never stored. */
export interface CellProblem {
  code: CellProblemCode
  /** What the rule asks for: the limit with its unit, or what a text looks like. */
  limit?: string
  /** In English: what is wrong with which field, and the remedy. */
  message: string
}

type CheckedField = Pick<Field, 'name' | 'type' | 'options' | 'targets'>

/** Whether the cell holds nothing although the field must hold something. Not an error: it is counted as missing. */
export function isMissing(field: Pick<Field, 'required'>, value: CellValue): boolean {
  return field.required && isNothing(value)
}

const isNothing = (value: CellValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The problem of a value in its field, or null: of its type, or of the field's rules. An empty cell has none. */
export function cellProblem(field: CheckedField & RuledField, value: CellValue): CellProblem | null {
  return typeProblem(field, value) ?? ruleProblem(field, value)
}

/** Why a value is not of its field's type, or null. */
export function typeProblem(field: CheckedField, value: CellValue): CellProblem | null {
  if (isNothing(value)) {
    return null
  }
  return CELL_TYPES[field.type].problem(value, field, shorten(Array.isArray(value) ? value.join(', ') : String(value)))
}
