import type { Knex } from 'knex'

import type { CycleStatus } from '#shared/api/cycles.ts'
import { defaultIsoCode, type IsoCode } from '#shared/emissions/isoCategories.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { isoCodesOf } from './isoCodes.ts'
import { fieldsInCycle } from './fieldsByTable.ts'
import type { ReadableSheets } from './readableSheetsOf.ts'

export type ScopeNumber = 1 | 2 | 3

/** What the totals of a cycle are grouped by: the cycle, and the modules and tables that the caller may read. */
export interface Inventory {
  cycle: {
    projectId: string
    name: string
    status: CycleStatus
    gwpSet: GwpSet
    factorYear: number
    /** As in `Cycle`. */
    countsAllGases: boolean
    startsOn: string
    endsOn: string
  }
  modules: readonly InventoryModule[]
  tables: readonly InventoryTable[]
  /** Labels of the sites by option id. */
  siteNames: ReadonlyMap<string, string>
}

export interface InventoryModule {
  id: string
  key: string
  name: string
  scope: ScopeNumber
  /** Category of scope 3, null in the other scopes. */
  category: number | null
  /** Where it stands in ISO 14064-1. */
  iso: IsoCode
}

export interface InventoryTable {
  id: string
  moduleId: string
  key: string
  name: string
  scope: ScopeNumber
  category: number | null
  iso: IsoCode
  /** Whether one of its fields is the result that counts in the totals. */
  counts: boolean
}

/** Null when the tenant of the transaction has no such cycle. */
export async function loadInventory(
  trx: Knex.Transaction,
  cycleId: string,
  readable: ReadableSheets,
): Promise<Inventory | null> {
  const cycle: CycleRow | undefined = await trx('cycles').where({ id: cycleId }).whereNull('deleted_at').first()
  if (cycle === undefined) {
    return null
  }
  const modules: ModuleRow[] = await trx('modules')
    .where({ project_id: cycle.project_id })
    .whereIn('id', readable.moduleIds)
    .whereNull('deleted_at')
    .orderBy(['position', 'id'])
  const isoCodes = await isoCodesOf(trx, { id: cycleId, status: cycle.status }, modules)
  const isoOf = (module: ModuleRow): IsoCode => isoCodes.get(module.id) ?? defaultIsoCode(module)
  const moduleById = new Map(modules.map((module) => [module.id, module]))
  const tables: TableRow[] = await trx('tables')
    .whereIn('module_id', [...moduleById.keys()])
    .whereIn('id', readable.tableIds)
    .whereNull('deleted_at')
    .orderBy(['position', 'id'])
  const fields = await fieldsInCycle(
    trx,
    tables.map((table) => table.id),
    cycleId,
  )
  const counting = new Set(fields.filter((field) => field.role === 'emissions').map((field) => field.table_id))
  const order = new Map(modules.map((module, index) => [module.id, index]))
  return {
    cycle: {
      projectId: cycle.project_id,
      name: cycle.name,
      status: cycle.status,
      gwpSet: cycle.gwp_set,
      factorYear: cycle.factor_year,
      countsAllGases: cycle.counts_all_gases,
      startsOn: cycle.starts_on,
      endsOn: cycle.ends_on,
    },
    modules: modules.map((module) => ({
      id: module.id,
      key: module.key,
      name: module.name,
      scope: module.scope,
      category: module.s3_category,
      iso: isoOf(module),
    })),
    tables: tables
      .flatMap((table) => {
        const module = moduleById.get(table.module_id)
        return module === undefined
          ? []
          : [inventoryTable(table, module, { counts: counting.has(table.id), iso: isoOf(module) })]
      })
      .toSorted((a, b) => (order.get(a.moduleId) ?? 0) - (order.get(b.moduleId) ?? 0)),
    siteNames: new Map(
      fields
        .filter((field) => field.role === 'site')
        .flatMap((field) => field.options)
        .map((option) => [option.id, option.label]),
    ),
  }
}

function inventoryTable(
  table: TableRow,
  module: ModuleRow,
  { counts, iso }: Pick<InventoryTable, 'counts' | 'iso'>,
): InventoryTable {
  return {
    id: table.id,
    moduleId: module.id,
    key: table.key,
    name: table.name,
    scope: module.scope,
    category: module.s3_category,
    iso,
    counts,
  }
}

interface CycleRow {
  project_id: string
  name: string
  status: CycleStatus
  gwp_set: GwpSet
  factor_year: number
  counts_all_gases: boolean
  starts_on: string
  ends_on: string
}

interface ModuleRow {
  id: string
  key: string
  name: string
  scope: ScopeNumber
  s3_category: number | null
  iso_category: IsoCode | null
}

interface TableRow {
  id: string
  module_id: string
  key: string
  name: string
}
