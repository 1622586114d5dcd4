import type { FormulaColumn } from '#formulas/plan/Plan.ts'
import type { EnteredColumns } from './EnteredColumns.ts'
import { SheetColumns } from './SheetColumns.ts'
import type { TablePlans } from './tablePlans.ts'

export interface ComputedSheet {
  columns: SheetColumns
  /** Results by field key, one per row asked for; absent when the formula has problems. */
  results: ReadonlyMap<string, FormulaColumn>
}

/** Runs the formulas of a table over some of its rows, in dependency order. */
export function computeSheet(plans: TablePlans, entered: EnteredColumns, slots: Uint32Array): ComputedSheet {
  const columns = new SheetColumns(entered, plans.fields)
  const read = new Set([...plans.computed, ...plans.conditions].flatMap(({ plan }) => plan?.inputs ?? []))
  const results = new Map<string, FormulaColumn>()
  for (const { field, plan } of plans.computed) {
    if (plan === null) {
      continue
    }
    const column = plan.evaluate(columns, slots)
    results.set(field.key, column)
    if (read.has(field.key)) {
      columns.add(field.key, column, slots)
    }
  }
  return { columns, results }
}
