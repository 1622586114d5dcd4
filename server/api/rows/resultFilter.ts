import { conversion, convertWritten } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { type AskedFilter, readNumber, type RowFilter, soughtFilter, valueFilter } from './rowFilters.ts'

/** Kilograms of CO2e of a row; null when it has no result. */
const RESULT = 'co2e_kg'

/** Rows without a result come first, as empty cells do. Never null, so that a cursor works. */
export const RESULT_ORDER = `coalesce(${RESULT}, '-infinity')`

/** Whether the field is the formula that gives the emissions of a row. Its result is kept beside the values. */
export const isResult = ({ type, role }: Field): boolean => type === 'formula' && role === 'emissions'

/**
 * Rows by their emissions, in the unit of the field. No two results are asked to be the same: they are computed. Null when
 * something is wrong, which goes to `problems`.
 */
export function resultFilter({ key, unit }: Field, asked: AskedFilter, problems: ProblemDetail[]): RowFilter | null {
  const read = (text: string): number | null => {
    const value = readNumber(text)
    return value === null ? null : inKilograms(value, unit)
  }
  return soughtFilter(
    {
      key,
      operators: ['gt', 'gte', 'lt', 'lte', 'is_empty'],
      read,
      expected: 'a number like 12.5',
      isNumber: true,
      filter: (operator, values) => valueFilter(RESULT, operator, values),
      empty: `${RESULT} IS NULL`,
    },
    asked,
    problems,
  )
}

function inKilograms(value: number, unit: string | null): number {
  const [from, to] = [parseUnit(unit ?? 'kgCO2e'), parseUnit('kgCO2e')]
  const constant = from.ok && to.ok ? conversion(from.value, to.value) : null
  return constant?.ok === true ? convertWritten(value, constant.value) : value
}
