import type { FieldBody } from '#shared/api/tables.ts'
import { typeProblem } from '#shared/cells/cellProblem.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { RuleName } from '#shared/fields/fieldRules.ts'
import type { Field } from '#shared/fields/field.ts'

/** A choice while it is edited; `at` tells it from the others. Without an id it is a new one. */
export interface OptionDraft {
  at: number
  id?: string
  label: string
}

/** What a person typed about a column. */
export interface RulesDraft {
  name: string
  required: boolean
  min: string
  max: string
  mask: string
  unique: boolean
  /** A condition over the row, and what to tell whoever breaks it. */
  formula: string
  message: string
  options: readonly OptionDraft[]
}

export type DraftProblem = 'no-options' | 'no-name' | 'no-number' | 'no-date' | 'no-month' | 'out-of-order'
export type DraftProblems = Partial<Record<'name' | 'min' | 'max' | 'options', DraftProblem>>

export function draftOf({ name, required, rules, options }: Field): RulesDraft {
  const { min, max, mask = '', unique = false, formula = '', message = '' } = rules ?? {}
  return {
    name,
    required,
    min: String(min ?? ''),
    max: String(max ?? ''),
    mask,
    unique,
    formula,
    message,
    options: options.map(({ id, label }, at) => ({ at, id, label })),
  }
}

/** The change as the server takes it, or what is wrong with the draft. */
export function changeOf(field: Field, draft: RulesDraft): { body: FieldBody } | { problems: DraftProblems } {
  const { rules, hasOptions } = CELL_TYPES[field.type]
  const [min, max] = [limitOf(field, draft.min), limitOf(field, draft.max)]
  const options = draft.options.flatMap(({ id, label }) => {
    const text = label.trim()
    return text === '' ? [] : [id === undefined ? { label: text } : { id, label: text }]
  })
  const problems: DraftProblems = {
    ...(hasOptions && options.length === 0 && { options: 'no-options' }),
    ...(draft.name.trim() === '' && { name: 'no-name' }),
    ...(min === undefined && { min: NO_LIMIT[field.type] ?? 'no-number' }),
    ...(max === undefined && { max: NO_LIMIT[field.type] ?? 'no-number' }),
    ...(min !== undefined && max !== undefined && min !== null && max !== null && min > max && { min: 'out-of-order' }),
  }
  if (Object.keys(problems).length > 0) {
    return { problems }
  }
  const has = (rule: RuleName): boolean => rules.includes(rule)
  const validation: FieldBody['validation'] = {
    ...(field.type !== 'formula' && { required: draft.required }),
    ...(has('min') && { min: min ?? null, max: max ?? null }),
    ...(has('mask') && { mask: draft.mask.trim() === '' ? null : draft.mask.trim() }),
    ...(has('unique') && { unique: draft.unique }),
    ...conditionOf(field, draft),
  }
  return {
    body: {
      name: draft.name.trim(),
      ...(Object.keys(validation).length > 0 && { validation }),
      ...(hasOptions && { options }),
    },
  }
}

/** Left out when it stays as it is: what this person may not read of it stays, too. */
function conditionOf(field: Field, draft: RulesDraft): Pick<FieldValidation, 'formula' | 'message'> {
  const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const [formula, message] = [textOf(draft.formula), textOf(draft.message)]
  const { formula: was = null, message: said = null } = field.rules ?? {}
  return field.type === 'formula' || (formula === was && message === said) ? {} : { formula, message }
}

type FieldValidation = NonNullable<FieldBody['validation']>

const NO_LIMIT: Partial<Record<Field['type'], DraftProblem>> = {
  number: 'no-number',
  date: 'no-date',
  month: 'no-month',
}

/** Null: none. Undefined: it is no value of the field. */
function limitOf(field: Field, text: string): number | string | null | undefined {
  const value: CellValue = coerceCell(field, text)
  if (value === null || !CELL_TYPES[field.type].rules.includes('min')) {
    return null
  }
  const isLimit = typeof value === 'number' || typeof value === 'string'
  return isLimit && typeProblem(field, value) === null ? value : undefined
}
