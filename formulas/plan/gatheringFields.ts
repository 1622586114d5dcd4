import type { TablePlans } from './compileTable.ts'

/** Keys of the formula fields whose results depend on more than their row, directly or through another formula. */
export function gatheringFields({ order, plans }: Pick<TablePlans, 'order' | 'plans'>): Set<string> {
  const found = new Set<string>()
  for (const key of order) {
    const plan = plans.get(key)
    if (plan !== undefined && (plan.gathers.length > 0 || plan.inputs.some((input) => found.has(input)))) {
      found.add(key)
    }
  }
  return found
}
