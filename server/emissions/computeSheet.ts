import { OWN_TABLE } from '#formulas/check/Gather.ts'
import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import type { FormulaColumn, Plan } from '#formulas/plan/Plan.ts'
import type { EnteredColumns } from './EnteredColumns.ts'
import { type GatheredTables, SheetColumns } from './SheetColumns.ts'
import type { TablePlans } from './tablePlans.ts'

export interface ComputedSheet {
  columns: SheetColumns
  /** Results by field key, one per row asked for; absent when the formula has problems. */
  results: ReadonlyMap<string, FormulaColumn>
}

/**
 * Runs the formulas of a table over some of its rows, in dependency order. What depends on other rows is read as it was
 * kept, unless `elsewhere` is given: then `slots` are all rows of the sheet, and the others are there. `keptKeys`: formulas
 * that are read as they were kept all the same.
 */
export function computeSheet(
  plans: TablePlans,
  entered: EnteredColumns,
  slots: Uint32Array,
  elsewhere?: GatheredTables,
  keptKeys?: ReadonlySet<string>,
): ComputedSheet {
  let own: GatheredTable | null = null
  const columns = new SheetColumns(entered, plans.fields, (from) =>
    from === OWN_TABLE && elsewhere ? (own ??= new GatheredTable(columns, slots)) : elsewhere?.(from),
  )
  const inputsOf = (plan: Plan | null): readonly string[] => plan?.inputs ?? []
  const read = new Set([...plans.computed, ...plans.conditions].flatMap(({ plan }) => inputsOf(plan)))
  const results = new Map<string, FormulaColumn>()
  for (const { field, plan } of plans.computed) {
    if (plan === null) {
      continue
    }
    const isKept = elsewhere === undefined ? plans.gathering.has(field.key) : keptKeys?.has(field.key) === true
    const column = isKept ? kept(entered, slots, field.ordinal, plan.type) : plan.evaluate(columns, slots)
    results.set(field.key, column)
    if (read.has(field.key) || elsewhere !== undefined) {
      columns.add(field.key, column, plan.type, slots)
    }
  }
  return { columns, results }
}

const isErrorName = (name: string): name is keyof typeof FORMULA_ERRORS => Object.hasOwn(FORMULA_ERRORS, name)

/** What was gathered before; missing where nothing was yet. */
function kept(entered: EnteredColumns, slots: Uint32Array, ordinal: number, type: Plan['type']): FormulaColumn {
  const numbers = new Float64Array(slots.length).fill(Number.NaN)
  const errors = new Uint8Array(slots.length)
  const texts = Array.from(slots, (slot, position): string | null => {
    const result = entered.gathered?.(slot, ordinal) ?? { error: 'missing' }
    if (typeof result === 'object') {
      errors[position] = isErrorName(result.error) ? FORMULA_ERRORS[result.error] : FORMULA_ERRORS.missing
    } else if (typeof result !== 'string') {
      numbers[position] = Number(result)
    }
    return typeof result === 'string' ? result : null
  })
  return type === 'text' ? { numbers, errors, texts } : { numbers, errors }
}
