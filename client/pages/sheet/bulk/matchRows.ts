import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { planColumns } from '#client/grid/columnPlan.ts'
import { shiftMonths } from '#shared/cycles/monthShift.ts'

/** The columns by which two rows are the same source: the key of the table, its site and its month. */
export function usualMatch(fields: readonly Field[]): Field[] {
  const { key } = planColumns(fields)
  const byRole = fields.filter(({ role }) => role === 'site' || role === 'month')
  return [...new Set([...(key === null ? [] : [key]), ...byRole])]
}

/** What two rows have to share to match: months and dates `months` later, texts without regard to case. Null: one is empty. */
export function matchKey(fields: readonly Field[], value: (field: Field) => CellValue, months = 0): string | null {
  const parts = fields.map((field) => {
    const own = value(field)
    return typeof own !== 'string'
      ? own
      : field.type === 'month' || field.type === 'date'
        ? shiftMonths(own, months)
        : own.trim().toLowerCase()
  })
  return parts.length === 0 || parts.some((part) => part === null || part === '') ? null : JSON.stringify(parts)
}
