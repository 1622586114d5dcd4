import type { Knex } from 'knex'

import {
  EMISSION_COMPONENTS,
  type EmissionComponent,
  MEMO_COMPONENT,
  type SideComponent,
} from '#formulas/emissions/emissionComponents.ts'
import { otherGwpOf, partialOf } from '#formulas/emissions/emissionsOfFactor.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { compileTable } from '#formulas/plan/compileTable.ts'
import { gatheringFields } from '#formulas/plan/gatheringFields.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Plan } from '#formulas/plan/Plan.ts'
import type { Field } from '#shared/fields/field.ts'
import { conditionsOf } from '#formulas/plan/conditions.ts'
import { countedFields } from './countedFields.ts'
import { loadSheetSchema, type SheetSchema, sheetSchemaVersion } from './sheetSchema.ts'

/** Sheets whose plans are kept; the one asked for longest ago makes room. */
const MOST_SHEETS = 500

/** Everything to compute with in a table and cycle, compiled once. */
export interface TablePlans {
  fields: readonly Field[]
  context: FormulaContext
  /** Keys of the fields whose gaps and errors show in the flags of a row. */
  counted: ReadonlySet<string>
  /** Conditions over a row, of fields that count, as far as all that they read does; one with problems is left out. */
  conditions: readonly { field: Field; plan: Plan }[]
  /** Formula fields in the order in which they can be computed. A formula with problems has no plan. */
  computed: readonly { field: Field; plan: Plan | null }[]
  /** Keys of the formulas whose results depend on other rows: they are kept beside their rows and made anew apart. */
  gathering: ReadonlySet<string>
  /** Ids of the tables by the keys under which formulas read them. */
  tableIds: ReadonlyMap<string, string>
  /** The result that counts in the totals; null when the table has none or its formula has problems. */
  result: ResultPlans | null
}

export interface ResultPlans {
  field: Field
  /** Kilograms of CO2e. */
  co2eKg: Plan
  /** Kilograms of CO2e by component; of biogenic CO2 kilograms of the gas. Of `SideComponent` only those that can occur. */
  components: ReadonlyMap<EmissionComponent | SideComponent, Plan>
}

/** Hands out the plans of sheets. */
export interface PlanCache {
  /** Null when the tenant of the transaction has no such sheet. */
  plansOf: (trx: Knex.Transaction, tableId: string, cycleId: string) => Promise<TablePlans | null>
}

/** Plans are compiled again when the fields or the basis of the cycle changed, which one small query tells. */
export function createPlanCache(): PlanCache {
  const kept = new Map<string, { version: string; plans: TablePlans }>()
  return {
    async plansOf(trx, tableId, cycleId) {
      const version = await sheetSchemaVersion(trx, tableId, cycleId)
      if (version === null) {
        return null
      }
      const key = `${tableId}/${cycleId}`
      const known = kept.get(key)
      kept.delete(key)
      if (known?.version === version) {
        kept.set(key, known)
        return known.plans
      }
      const schema = await loadSheetSchema(trx, tableId, cycleId)
      if (schema === null) {
        return null
      }
      const plans = compilePlans(schema)
      kept.set(key, { version, plans })
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_SHEETS) {
          break
        }
        kept.delete(oldest)
      }
      return plans
    },
  }
}

/** Compiles all formulas of a table; a formula that is not valid (any more) has no plan, and its cells show an error. */
export function compilePlans({ fields, context }: SheetSchema): TablePlans {
  const table = compileTable(fields, context)
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const counted = countedFields(fields)
  const ordered = new Set([...table.order, ...fields.map((field) => field.key)])
  return {
    fields,
    context,
    counted,
    gathering: gatheringFields(table),
    tableIds: new Map(
      [...(context.tables ?? [])].flatMap(([key, other]) => (other.table ? [[key, other.table.id]] : [])),
    ),
    conditions: conditionsOf(fields, context).filter(
      ({ field, plan }) => counted.has(field.key) && plan.inputs.every((key) => counted.has(key)),
    ),
    computed: [...ordered].flatMap((key) => {
      const field = byKey.get(key)
      return field?.type === 'formula' ? [{ field, plan: table.plans.get(key) ?? null }] : []
    }),
    result: compileResult({ fields, context }),
  }
}

function compileResult({ fields, context }: Pick<SheetSchema, 'fields' | 'context'>): ResultPlans | null {
  const field = fields.find((candidate) => candidate.role === 'emissions')
  if (field === undefined || field.formula === null) {
    return null
  }
  const { formula } = field
  const total = compileFormula(formula, context, { resultUnit: 'kgCO2e' })
  if (!total.ok) {
    return null
  }
  const asked = [...EMISSION_COMPONENTS, ...sideComponents(context)]
  const components = asked.flatMap((component): [EmissionComponent | SideComponent, Plan][] => {
    const part = compileFormula(formula, context, { gas: component, resultUnit: 'kgCO2e' })
    return part.ok ? [[component, part.value]] : []
  })
  return { field, co2eKg: total.value, components: new Map(components) }
}

/** Most tables have none, and then the projector pays nothing for it. */
function sideComponents({ factors, gwpSet }: SheetSchema['context']): Set<SideComponent> {
  return new Set(
    [...factors.values()].flatMap((factor): SideComponent[] => {
      const found = [otherGwpOf(factor, gwpSet), partialOf(factor), factor.memo === undefined ? null : MEMO_COMPONENT]
      return found.filter((component) => component !== null)
    }),
  )
}
