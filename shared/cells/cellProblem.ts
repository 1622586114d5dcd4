import type { Field } from '#shared/fields/field.ts'
import { MAX_TEXT_LENGTH, type CellValue } from './cellValue.ts'
import { parseDate, parseMonth } from './parseDate.ts'
import { ruleProblem, type RuledField } from './ruleProblem.ts'

export type CellProblemCode =
  | 'not-a-number'
  | 'not-a-date'
  | 'not-a-month'
  | 'not-yes-or-no'
  | 'not-an-option'
  | 'too-long'
  | 'too-small'
  | 'too-large'
  | 'other-form'
  | 'not-unique'

/** Why a value does not fit its field. The value stays in the cell; derived on every reader, never stored. */
export interface CellProblem {
  code: CellProblemCode
  /** What the rule asks for: the limit with its unit, or what a text looks like. */
  limit?: string
  /** In English: what is wrong with which field, and the remedy. */
  message: string
}

type CheckedField = Pick<Field, 'name' | 'type' | 'options'>

const shown = (value: CellValue): string => {
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** Whether the cell holds nothing although the field must hold something. Not an error: it is counted as missing. */
export function isMissing(field: Pick<Field, 'required'>, value: CellValue): boolean {
  return field.required && (value === null || value === '')
}

/** The problem of a value in its field, or null: of its type, or of the field's rules. An empty cell has none. */
export function cellProblem(field: CheckedField & RuledField, value: CellValue): CellProblem | null {
  return typeProblem(field, value) ?? ruleProblem(field, value)
}

/** Why a value is not of its field's type, or null. */
export function typeProblem(field: CheckedField, value: CellValue): CellProblem | null {
  if (value === null || value === '') {
    return null
  }
  const { name } = field
  switch (field.type) {
    case 'number':
      return typeof value === 'number'
        ? null
        : {
            code: 'not-a-number',
            message: `${name}: “${shown(value)}” is not a number. Write digits with a point for decimals, like 1204.5.`,
          }
    case 'date':
      return typeof value === 'string' && parseDate(value) === value
        ? null
        : {
            code: 'not-a-date',
            message: `${name}: “${shown(value)}” is not a date. Write it like 2025-03-31 or 31/03/2025.`,
          }
    case 'month':
      return typeof value === 'string' && parseMonth(value) === value
        ? null
        : {
            code: 'not-a-month',
            message: `${name}: “${shown(value)}” is not a month. Write it like 2025-03 or Mar 2025.`,
          }
    case 'boolean':
      return typeof value === 'boolean'
        ? null
        : { code: 'not-yes-or-no', message: `${name}: “${shown(value)}” is neither yes nor no. Write yes or no.` }
    case 'option':
      return field.options.some((option) => option.id === value)
        ? null
        : {
            code: 'not-an-option',
            message: `${name}: “${shown(value)}” is not in the list. Pick one of its ${field.options.length} choices.`,
          }
    case 'text':
    case 'formula':
      return typeof value === 'string' && value.length > MAX_TEXT_LENGTH
        ? { code: 'too-long', message: `${name}: the text is longer than ${MAX_TEXT_LENGTH} characters. Shorten it.` }
        : null
  }
}
