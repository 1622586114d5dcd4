/** The rows that results of a sheet are gathered from: its own, those of other tables, and of the cycle before. */
import { PREVIOUS_CYCLE } from '#formulas/check/Gather.ts'
import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import { computeSheet } from '#server/emissions/computeSheet.ts'
import { RowColumns, type StoredGathered, type StoredValues } from '#server/emissions/RowColumns.ts'
import type { RowResult } from '#server/emissions/rowResults.ts'
import type { GatheredTables } from '#server/emissions/SheetColumns.ts'
import type { TablePlans } from '#server/emissions/tablePlans.ts'
import type { SheetAddress } from '../ports.ts'

/** Loads what a sheet is computed with; null when there is no such sheet. */
export type PlansOf = (tenantId: string, tableId: string, cycleId: string) => Promise<TablePlans | null>

/** Reads of one tenant. */
export type Ask = <Row extends object>(sql: string, bindings: readonly unknown[]) => Promise<Row[]>

/** A row as it is projected, with the results that are kept beside it. */
export interface StoredRow extends RowResult {
  id: string
  values: StoredValues
  gathered: StoredGathered
}

/** One place that is gathered from. */
export interface GatheredPlace extends SheetAddress {
  rows: GatheredTable
  ids: readonly string[]
}

/** The rows of a sheet that exist, in their order. */
export function storedSheet(ask: Ask, tenantId: string, { tableId, cycleId }: SheetAddress): Promise<StoredRow[]> {
  return ask<StoredRow>(
    `SELECT row_id AS id, values, gathered, co2e_kg AS "co2eKg", gases_kg AS "gasesKg", biogenic_co2_kg AS "biogenicCo2Kg",
       site, month, incomplete, errors
     FROM rows WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND NOT deleted ORDER BY order_key, row_id`,
    [tenantId, tableId, cycleId],
  )
}

export const readsPrevious = (plans: TablePlans): boolean => placesOf(plans).has(PREVIOUS_CYCLE)

const placesOf = ({ computed }: TablePlans): Set<string> =>
  new Set(computed.flatMap(({ plan }) => plan?.gathers ?? []).map(({ from }) => from))

/** The cycle before one in its project, and whether the one itself is locked. */
export async function cycleBefore(ask: Ask, cycleId: string): Promise<{ id: string | null; isLocked: boolean }> {
  const [found] = await ask<{ id: string | null; isLocked: boolean }>(
    `SELECT c.status = 'locked' AS "isLocked", (
       SELECT b.id FROM cycles b WHERE b.tenant_id = c.tenant_id AND b.project_id = c.project_id AND b.deleted_at IS NULL
         AND b.restated_by IS NULL AND b.starts_on < c.starts_on ORDER BY b.starts_on DESC, b.id LIMIT 1) AS id
     FROM cycles c WHERE c.id = $1`,
    [cycleId],
  )
  return found ?? { id: null, isLocked: true }
}

/** Every other table (or cycle) that the formulas of a sheet read, by `Gather.from`, with its results as they are kept. */
export async function placesElsewhere(
  ask: Ask,
  plansOf: PlansOf,
  tenantId: string,
  { plans, sheet, before }: { plans: TablePlans; sheet: SheetAddress; before: string | null },
): Promise<Map<string, GatheredPlace>> {
  const places = new Map<string, GatheredPlace>()
  for (const from of placesOf(plans)) {
    const isPrevious = from === PREVIOUS_CYCLE
    const tableId = isPrevious ? sheet.tableId : plans.tableIds.get(from)
    const cycleId = isPrevious ? before : sheet.cycleId
    const other = tableId && cycleId ? await plansOf(tenantId, tableId, cycleId) : null
    if (tableId !== undefined && cycleId !== null && other !== null) {
      const rows = await storedSheet(ask, tenantId, { tableId, cycleId })
      const ids = rows.map(({ id }) => id)
      const slots = Uint32Array.from(ids.keys())
      const entered = new RowColumns(
        rows.map(({ values }) => values),
        { rowIds: ids, gathered: rows.map(({ gathered }) => gathered) },
      )
      const { columns } = computeSheet(other, entered, slots)
      places.set(from, { tableId, cycleId, ids, rows: new GatheredTable(columns, slots) })
    }
  }
  return places
}

export const tablesOf =
  (places: ReadonlyMap<string, GatheredPlace>): GatheredTables =>
  (from) =>
    places.get(from)?.rows
