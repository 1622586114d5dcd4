import type { Field } from '#shared/fields/field.ts'
import type { CellProblem } from './cellProblem.ts'
import type { CellValue } from './cellValue.ts'
import { matchesMask } from './matchesMask.ts'

/** A field with what its values must be like. */
export type RuledField = Pick<Field, 'name' | 'type' | 'unit' | 'rules'>

/** Which rule of its field a value of the right type breaks, or null. Whether it is unique only the other rows tell. */
export function ruleProblem(field: RuledField, value: CellValue): CellProblem | null {
  const { rules, name } = field
  if (rules === null || rules === undefined || value === null || value === '') {
    return null
  }
  const { min, max, mask } = rules
  if (min !== undefined && isBelow(value, min)) {
    const limit = withUnit(min, field)
    return { code: 'too-small', limit, message: `${name} must not be below ${limit}. Check the number and its unit.` }
  }
  if (max !== undefined && isBelow(max, value)) {
    const limit = withUnit(max, field)
    return { code: 'too-large', limit, message: `${name} must not be above ${limit}. Check the number and its unit.` }
  }
  if (mask !== undefined && typeof value === 'string' && !matchesMask(value, mask)) {
    return { code: 'other-form', limit: mask, message: `${name} has to look like ${mask}.` }
  }
  return null
}

/** Another row has the same value. */
export function notUnique({ name }: Pick<Field, 'name'>): CellProblem {
  return { code: 'not-unique', message: `${name} must be different in every row. Another row has the same.` }
}

/** The condition of the field is false in this row. */
export function ruleBroken({ name, rules }: Pick<Field, 'name' | 'rules'>): CellProblem {
  const { formula = '', message } = rules ?? {}
  return {
    code: 'rule-broken',
    limit: message ?? formula,
    message: message ?? `${name}: ${formula} has to be true in this row.`,
  }
}

/** ISO dates and months are in the order of their texts. */
const isBelow = (a: CellValue, b: CellValue): boolean =>
  (typeof a === 'number' && typeof b === 'number' && a < b) || (typeof a === 'string' && typeof b === 'string' && a < b)

const withUnit = (limit: number | string, { type, unit }: RuledField): string =>
  type === 'number' && unit !== null ? `${limit} ${unit}` : String(limit)
