import type { Knex } from 'knex'

import type { Inventory, InventoryTable } from './inventory.ts'
import type { ReadableSheets } from './readableSheetsOf.ts'

/** Narrows the totals of a cycle; several filters must all hold. */
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

/** The rows that filters leave, as the database finds them. */
export interface ChosenRows {
  cycleId: string
  tableIds: readonly string[]
  site: string | undefined
  month: string | undefined
}

/** Only tables of the inventory are ever chosen, so only readable ones. */
export function chooseRows(cycleId: string, tables: Inventory['tables'], filters: EmissionFilters): ChosenRows {
  return {
    cycleId,
    tableIds: tables.filter((table) => isChosen(table, filters)).map((table) => table.id),
    site: filters.site,
    month: filters.month,
  }
}

/** A query over the chosen rows of the tenant; deleted rows are left out. */
export function existingRows(trx: Knex.Transaction, chosen: ChosenRows): Knex.QueryBuilder {
  const rows = trx('rows')
    .where('tenant_id', trx.raw('current_tenant()'))
    .whereIn('table_id', chosen.tableIds)
    .where({ cycle_id: chosen.cycleId, deleted: false })
  if (chosen.site !== undefined) {
    void rows.where('site', chosen.site)
  }
  if (chosen.month !== undefined) {
    void rows.where('month', chosen.month)
  }
  return rows
}

function isChosen(table: InventoryTable, filters: EmissionFilters): boolean {
  return (
    (filters.moduleId === undefined || filters.moduleId === table.moduleId) &&
    (filters.tableId === undefined || filters.tableId === table.id) &&
    (filters.scope === undefined || filters.scope === table.scope)
  )
}
