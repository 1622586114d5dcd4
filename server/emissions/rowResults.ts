import type { Knex } from 'knex'

import type { EmissionComponent, SideComponent } from '#formulas/emissions/emissionComponents.ts'
import { withoutCompleted } from '#formulas/emissions/partialResult.ts'
import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaColumn } from '#formulas/plan/Plan.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { Field, FieldRole } from '#shared/fields/field.ts'
import { type ComputedSheet, computeSheet } from './computeSheet.ts'
import { errorsOf } from './cellErrors.ts'
import type { EnteredColumns } from './EnteredColumns.ts'
import type { PlanCache, ResultPlans, TablePlans } from './tablePlans.ts'

const EMPTY = 0

/** What the totals need of one row, kept beside its values. */
export interface RowResult {
  /** Kilograms of CO2e; null when the row has no result (yet): unknown is not zero. */
  co2eKg: number | null
  /**
   * Kilograms of CO2e by component, only those that occur; null when the row has no result. What of `other` is of another
   * GWP set than the cycle's stands there once more, by that set ("CO2e-AR4"), and what is of factors that lack gases by
   * these ("partial-CH4-N2O"): then the row has more emissions than it says.
   */
  gasesKg: Record<string, number> | null
  /** Kilograms of biogenic CO2; null when the row has none or no result. */
  biogenicCo2Kg: number | null
  /** Option id of the site, null when the cell is empty or the table has no site. */
  site: string | null
  month: string | null
  /** Something required is missing in a field that counts (`countedFields`). */
  incomplete: boolean
  /** Cells of fields that count that show an error: see `errorsOf`. */
  errors: number
}

/** The projector's port: results of the rows in `slots`, in that order. */
export type RowResultsOf = (
  tenantId: string,
  tableId: string,
  cycleId: string,
  entered: EnteredColumns,
  slots: Uint32Array,
) => Promise<RowResult[]>

/** Answers the plans of a sheet of a tenant, each in a transaction of its own. */
export function createPlansOf(
  db: Knex,
  cache: PlanCache,
): (tenantId: string, tableId: string, cycleId: string) => Promise<TablePlans | null> {
  return (tenantId, tableId, cycleId) => inTenant(db, tenantId, (trx) => cache.plansOf(trx, tableId, cycleId))
}

/** Loads the plans through the cache and computes. Throws RangeError when the tenant has no such cycle. */
export function createRowResults(db: Knex, cache: PlanCache): RowResultsOf {
  return async (tenantId, tableId, cycleId, entered, slots) => {
    const plans = await inTenant(db, tenantId, (trx) => cache.plansOf(trx, tableId, cycleId))
    if (plans === null) {
      throw new RangeError(`no cycle ${cycleId} in this tenant`)
    }
    return resultsOfRows(plans, entered, slots)
  }
}

/** The same without a database: one pass per column over the rows asked for. */
export function resultsOfRows(
  plans: TablePlans,
  entered: EnteredColumns,
  slots: Uint32Array,
  sheet: ComputedSheet = computeSheet(plans, entered, slots),
): RowResult[] {
  const { columns, results } = sheet
  const emissions = plans.result === null ? null : emissionColumns(plans.result, columns, slots)
  const sites = textsOf(plans.fields, 'site', entered, slots)
  const months = textsOf(plans.fields, 'month', entered, slots)
  const gaps = gapsOf(plans, entered, results, slots)
  const errors = errorsOf(plans, entered, sheet, slots)
  return Array.from(slots, (_, position) => ({
    ...resultAt(emissions, position),
    site: sites?.[position] ?? null,
    month: months?.[position] ?? null,
    incomplete: gaps[position] === 1,
    errors: errors[position] ?? 0,
  }))
}

interface EmissionColumns {
  co2eKg: FormulaColumn
  components: readonly (readonly [EmissionComponent | SideComponent, FormulaColumn])[]
}

function emissionColumns(
  result: ResultPlans,
  columns: Parameters<ResultPlans['co2eKg']['evaluate']>[0],
  slots: Uint32Array,
): EmissionColumns {
  return {
    co2eKg: result.co2eKg.evaluate(columns, slots),
    components: [...result.components].map(([component, plan]) => [component, plan.evaluate(columns, slots)] as const),
  }
}

function resultAt(
  emissions: EmissionColumns | null,
  position: number,
): Pick<RowResult, 'co2eKg' | 'gasesKg' | 'biogenicCo2Kg'> {
  const co2eKg = emissions === null ? null : knownAt(emissions.co2eKg, position)
  if (emissions === null || co2eKg === null) {
    return { co2eKg: null, gasesKg: null, biogenicCo2Kg: null }
  }
  const gasesKg: Record<string, number> = {}
  let biogenicCo2Kg: number | null = null
  for (const [component, column] of emissions.components) {
    const kg = knownAt(column, position)
    if (kg === null || kg === 0) {
      continue
    }
    if (component === 'biogenicCO2') {
      biogenicCo2Kg = kg
    } else {
      gasesKg[component] = kg
    }
  }
  return { co2eKg, gasesKg: withoutCompleted(gasesKg, biogenicCo2Kg), biogenicCo2Kg }
}

function knownAt(column: FormulaColumn, position: number): number | null {
  const number = column.numbers[position] ?? Number.NaN
  return column.errors[position] === 0 && Number.isFinite(number) ? number : null
}

function textsOf(
  fields: readonly Field[],
  role: FieldRole,
  entered: EnteredColumns,
  slots: Uint32Array,
): (string | null)[] | null {
  const field = fields.find((candidate) => candidate.role === role)
  if (field === undefined) {
    return null
  }
  const { dictionary, index } = entered.codes(field.ordinal)
  return Array.from(slots, (slot) => dictionary[(index[slot] ?? 0) - 1] ?? null)
}

/** 1 for rows in which a required cell is empty, or the result waits for one. */
function gapsOf(
  plans: TablePlans,
  entered: EnteredColumns,
  results: ReadonlyMap<string, FormulaColumn>,
  slots: Uint32Array,
): Uint8Array {
  const gaps = new Uint8Array(slots.length)
  for (const field of plans.fields) {
    if (field.required && field.type !== 'formula' && plans.counted.has(field.key)) {
      const kinds = entered.kinds(field.ordinal)
      slots.forEach((slot, position) => {
        gaps[position]! |= (kinds[slot] ?? EMPTY) === EMPTY ? 1 : 0
      })
    }
  }
  const result = plans.result === null ? undefined : results.get(plans.result.field.key)
  result?.errors.forEach((error, position) => {
    gaps[position]! |= error === FORMULA_ERRORS.missing ? 1 : 0
  })
  return gaps
}
