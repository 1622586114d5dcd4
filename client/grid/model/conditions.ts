import type { Plan } from '#formulas/plan/Plan.ts'
import type { TablePlans } from '#formulas/plan/compileTable.ts'
import type { Field } from '#shared/fields/field.ts'

/** Under this the condition of a field is computed; no field has such a key. */
export const conditionKey = (field: string): string => `condition of ${field}`

/** The formulas of a table, and behind them the conditions of its fields: those may read results. */
export function withConditions(
  { order, plans }: TablePlans,
  conditions: readonly { field: Field; plan: Plan }[],
): Pick<TablePlans, 'order' | 'plans'> {
  const named = conditions.map(({ field, plan }) => [conditionKey(field.key), plan] as const)
  return { order: [...order, ...named.map(([key]) => key)], plans: new Map([...plans, ...named]) }
}
