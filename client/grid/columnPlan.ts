import type { Field } from '#shared/fields/field.ts'

/** Where each field stands: the key column first and frozen, then what is entered, what is computed, and the result. */
export interface ColumnPlan {
  key: Field | null
  entered: Field[]
  computed: Field[]
  result: Field | null
}

/** A text field counts as the row's name when it stands among the first ones; otherwise the first field does. */
const NAME_WITHIN = 3

export function planColumns(fields: readonly Field[]): ColumnPlan {
  const typed = fields.filter((field) => field.type !== 'formula')
  const key = typed.slice(0, NAME_WITHIN).find((field) => field.type === 'text') ?? typed[0] ?? null
  const result = fields.find((field) => field.type === 'formula' && field.role === 'emissions') ?? null
  return {
    key,
    entered: typed.filter((field) => field !== key),
    computed: fields.filter((field) => field.type === 'formula' && field !== result),
    result,
  }
}

/** What a phone shows: the row's name, the first number that is entered, and the result. */
export function phoneColumns(plan: ColumnPlan): ReadonlySet<string> {
  const quantity = plan.entered.find((field) => field.type === 'number') ?? plan.entered[0]
  return new Set(
    [plan.key, quantity ?? null, plan.result ?? plan.computed[0] ?? null].flatMap((field) => field?.key ?? []),
  )
}

/** Decimals of a computed column, the same in all rows so that the points line up: about four significant digits. */
export function decimalsFor(largest: number): number {
  if (largest >= 100) {
    return 2
  }
  return largest >= 1 ? 3 : 4
}
