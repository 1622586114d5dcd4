import type { Knex } from 'knex'

import type { CycleEmissions } from '#shared/api/emissions.ts'
import { gasFigures, otherGwpFigures } from './componentGroups.ts'
import { type EmissionGroups, emptyFigures, groupRows } from './emissionGroups.ts'
import { type InventoryTable, loadInventory } from './inventory.ts'
import type { ReadableSheets } from './readableSheetsOf.ts'
import { type ChosenRows, sumByComponent, sumRows } from './sumRows.ts'

export interface EmissionFilters {
  /** What the caller may read; rows of other modules and tables are not even counted. */
  readable: ReadableSheets
  moduleId?: string | undefined
  tableId?: string | undefined
  /** Option id of the site. */
  site?: string | undefined
  /** For example "2025-03". */
  month?: string | undefined
  scope?: number | undefined
}

/**
 * The totals of a cycle, summed by the database over the projected rows (one scan of the cycle's rows). Kilograms are
 * added unrounded; an amount that no row knows is null. Null when the tenant has no such cycle.
 */
export async function cycleEmissions(
  trx: Knex.Transaction,
  cycleId: string,
  filters: EmissionFilters,
): Promise<CycleEmissions | null> {
  const inventory = await loadInventory(trx, cycleId, filters.readable)
  if (inventory === null) {
    return null
  }
  const chosen: ChosenRows = {
    cycleId,
    tableIds: inventory.tables.filter((table) => isChosen(table, filters)).map((table) => table.id),
    site: filters.site,
    month: filters.month,
  }
  const groups = groupRows(await sumRows(trx, chosen), inventory)
  const components = await sumByComponent(trx, chosen)
  const { cycle } = inventory
  return {
    cycle_id: cycleId,
    project_id: cycle.projectId,
    name: cycle.name,
    status: cycle.status,
    gwp_set: cycle.gwpSet,
    factor_year: cycle.factorYear,
    total: groups.total,
    incomplete_rows: groups.total.incomplete_rows,
    other_gwp: otherGwpFigures(components),
    by_scope: groups.byScope,
    scope_2: { location_based_kg: locationBased(groups), market_based_kg: null },
    by_category: groups.byCategory,
    by_module: inventory.modules.map((module) => ({
      ...(groups.byModule.get(module.id) ?? emptyFigures()),
      module_id: module.id,
      key: module.key,
      name: module.name,
      scope: module.scope,
      s3_category: module.category,
    })),
    by_table: inventory.tables.map((table) => ({
      ...(groups.byTable.get(table.id) ?? emptyFigures()),
      table_id: table.id,
      module_id: table.moduleId,
      key: table.key,
      name: table.name,
      counts: table.counts,
    })),
    by_month: groups.byMonth,
    by_site: groups.bySite,
    by_gas: gasFigures(components),
  }
}

function isChosen(table: InventoryTable, filters: EmissionFilters): boolean {
  return (
    (filters.moduleId === undefined || filters.moduleId === table.moduleId) &&
    (filters.tableId === undefined || filters.tableId === table.id) &&
    (filters.scope === undefined || filters.scope === table.scope)
  )
}

/** Every electricity factor of this version is a grid average, so scope 2 is location-based as a whole. */
function locationBased(groups: EmissionGroups): number | null {
  return groups.byScope.find((group) => group.scope === 2)?.co2e_kg ?? null
}
