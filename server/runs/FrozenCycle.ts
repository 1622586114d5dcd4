import { OWN_TABLE, PREVIOUS_CYCLE } from '#formulas/check/Gather.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { IsoCode } from '#shared/emissions/isoCategories.ts'
import { readsElsewhere } from '#shared/fields/readsElsewhere.ts'
import { contextOver } from '../emissions/sheetSchema.ts'
import { compilePlans, type TablePlans } from '../emissions/tablePlans.ts'
import type {
  AllocationRecord,
  AssessmentRecord,
  ChoiceRecord,
  CycleRecord,
  DeclarationRecord,
  DeclaredGapRecord,
  EstimateRecord,
  EvidenceRecord,
  FactorRecord,
  FieldRecord,
  GwpRecord,
  InstrumentRecord,
  ModuleRecord,
  ParameterRecord,
  SiteRecord,
  TableRecord,
  UnitRecord,
} from './packRecords.ts'
import type { z } from 'zod'

/** Everything besides the cells that decides what a cycle comes to, as a run froze it. */
export interface FrozenRecords {
  cycle: CycleRecord
  modules: readonly ModuleRecord[]
  tables: readonly TableRecord[]
  fields: readonly FieldRecord[]
  gwp: readonly GwpRecord[]
  units: readonly UnitRecord[]
  factors: readonly z.infer<typeof FactorRecord>[]
  parameters: readonly ParameterRecord[]
  instruments: readonly InstrumentRecord[]
  allocations: readonly AllocationRecord[]
  /** Sites of which ownership and control are stated. */
  sites: readonly SiteRecord[]
  /** What is not in the totals, by declaration. */
  declarations: readonly DeclarationRecord[]
  /** Which rows are missing by declaration. */
  declaredGaps: readonly DeclaredGapRecord[]
  /** Which cells hold estimates, and what these rest on. */
  estimates: readonly EstimateRecord[]
  /** How sure tables, factors and rates of instruments are said to be. */
  assessments: readonly AssessmentRecord[]
  /** Why cells name the factors that were suggested for them. */
  choices: readonly ChoiceRecord[]
  evidence: readonly EvidenceRecord[]
}

/** A table, ready to be computed. */
export interface FrozenTable extends TableRecord {
  scope: 1 | 2 | 3
  s3Category: number | null
  /** Null: the run is from before there were categories of ISO 14064-1. */
  iso: IsoCode | null
  fields: readonly FieldRecord[]
  plans: TablePlans
  /** Keys of the tables that its formulas read besides itself; its own (`OWN_TABLE`) among them. */
  gathersFrom: ReadonlySet<string>
  /** Formulas that read the cycle before: what they took from it is an input of this one. */
  keptKeys: ReadonlySet<string>
}

/** Compiles the formulas of all tables over the frozen factors and GWPs alone. */
export function frozenTables(frozen: FrozenRecords): FrozenTable[] {
  const { gwp_set: gwpSet, factor_year: factorYear } = frozen.cycle
  const factors = new Map(frozen.factors.map((factor) => [factor.id, factor]))
  const gwp = Object.fromEntries(frozen.gwp.map((one) => [one.species, one.gwp]))
  const parameters = new Map(frozen.parameters.map((parameter) => [parameter.key, parameter]))
  const modules = new Map(frozen.modules.map((module) => [module.id, module]))
  const fields = Map.groupBy(frozen.fields, (field) => field.table_id)
  const all = frozen.tables.map((table) => ({
    id: table.id,
    key: table.formula_key,
    name: table.name,
    moduleId: table.module_id,
    projectId: frozen.cycle.project_id,
    fields: fields.get(table.id) ?? [],
  }))
  return frozen.tables.map((table) => {
    const own = fields.get(table.id) ?? []
    const base = { fields: own, factors, gwp, gwpSet, factorYear, parameters } satisfies FormulaContext
    const context = own.some(readsElsewhere) ? contextOver(all, table.id, base) : base
    const plans = compilePlans({ tableId: table.id, cycleId: frozen.cycle.id, fields: own, context })
    const gathers = plans.computed.flatMap(({ field, plan }) =>
      (plan?.gathers ?? []).map(({ from }) => ({ key: field.key, from })),
    )
    const module = modules.get(table.module_id)
    return {
      ...table,
      scope: module?.scope ?? 1,
      s3Category: module?.s3_category ?? null,
      iso: module?.iso_category ?? null,
      fields: own,
      plans,
      gathersFrom: new Set(gathers.map(({ from }) => from).filter((from) => from !== PREVIOUS_CYCLE)),
      keptKeys: new Set(gathers.filter(({ from }) => from === PREVIOUS_CYCLE).map(({ key }) => key)),
    }
  })
}

/** Keys of the tables whose rows are needed as a whole, because formulas gather from them or into them. */
export function wholeTables(tables: readonly FrozenTable[]): ReadonlySet<string> {
  return new Set(
    tables.flatMap(({ formula_key: key, gathersFrom }) =>
      gathersFrom.size === 0 ? [] : [key, ...[...gathersFrom].filter((from) => from !== OWN_TABLE)],
    ),
  )
}
