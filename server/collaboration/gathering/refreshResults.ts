/**
 * Results that depend on other rows, tables or the cycle before, made anew for a whole sheet from its rows. Rows of other tables are read
 * as they are projected; when those change later, the sheet is noted again, so results settle however they hang together.
 */
import type pg from 'pg'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaColumn } from '#formulas/plan/Plan.ts'
import { computeSheet } from '#server/emissions/computeSheet.ts'
import type { GatheredResult } from '#server/emissions/EnteredColumns.ts'
import { RowColumns, type StoredGathered } from '#server/emissions/RowColumns.ts'
import { resultsOfRows, type RowResult } from '#server/emissions/rowResults.ts'
import type { TablePlans } from '#server/emissions/tablePlans.ts'
import type { SheetAddress } from '../ports.ts'
import {
  type Ask,
  cycleBefore,
  placesElsewhere,
  type PlansOf,
  readsPrevious,
  storedSheet,
  tablesOf,
} from './gatheredPlaces.ts'
import { writeResults } from './writeResults.ts'

export interface Refreshing {
  plansOf: PlansOf
  /** Also where nothing depends on other rows. */
  isAnew?: boolean
}

/** Answers how many rows have other results than before. `client` has locked the projection of the sheet. */
export async function refreshResults(
  client: pg.PoolClient,
  tenantId: string,
  sheet: SheetAddress,
  { plansOf, isAnew = false }: Refreshing,
): Promise<number> {
  const plans = await plansOf(tenantId, sheet.tableId, sheet.cycleId)
  if (plans === null || (plans.gathering.size === 0 && !isAnew)) {
    return 0
  }
  const ask: Ask = async <Row extends object>(sql: string, bindings: readonly unknown[]) =>
    (await client.query<Row & pg.QueryResultRow>(sql, [...bindings])).rows
  const stored = await storedSheet(ask, tenantId, sheet)
  const before = readsPrevious(plans) ? await cycleBefore(ask, sheet.cycleId) : null
  // what a locked cycle took from the one before it keeps
  if (before?.isLocked === true && stored.every(({ gathered }) => gathered !== null)) {
    return 0
  }
  const places = await placesElsewhere(ask, plansOf, tenantId, { plans, sheet, before: before?.id ?? null })
  const entered = new RowColumns(
    stored.map(({ values }) => values),
    { rowIds: stored.map(({ id }) => id) },
  )
  const slots = Uint32Array.from(stored.keys())
  const computed = computeSheet(plans, entered, slots, tablesOf(places))
  const gathered = plans.gathering.size === 0 ? null : gatheredOf(plans, computed.results, stored.length)
  const results = resultsOfRows(plans, entered, slots, computed)
  const made = stored.map((row, slot) => ({ row, result: results[slot]!, gathered: gathered?.[slot] ?? null }))
  const changed = made.filter(
    ({ row, ...now }) => resultText(row, row.gathered) !== resultText(now.result, now.gathered),
  )
  return writeResults(
    client,
    tenantId,
    sheet,
    changed.map(({ row, ...now }) => ({ id: row.id, ...now })),
  )
}

/** The same for results that are the same; jsonb keeps keys in an order of its own. */
function resultText(result: RowResult, gathered: StoredGathered): string {
  const { co2eKg, gasesKg, biogenicCo2Kg, site, month, incomplete, errors } = result
  const sorted = (record: object | null): unknown =>
    record && Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([co2eKg, sorted(gasesKg), biogenicCo2Kg, site, month, incomplete, errors, sorted(gathered)])
}

/** Of each row what is kept beside it, by ordinal. */
export function gatheredOf(
  plans: TablePlans,
  results: ReadonlyMap<string, FormulaColumn>,
  rows: number,
): NonNullable<StoredGathered>[] {
  const fields = plans.computed.filter(({ field }) => plans.gathering.has(field.key))
  return Array.from({ length: rows }, (_, slot) =>
    Object.fromEntries(
      fields.flatMap(({ field, plan }): [string, GatheredResult][] => {
        const column = results.get(field.key)
        return column === undefined ? [] : [[String(field.ordinal), resultAt(column, slot, plan?.type === 'boolean')]]
      }),
    ),
  )
}

function resultAt({ numbers, errors, texts }: FormulaColumn, slot: number, isBoolean: boolean): GatheredResult {
  const error = formulaError(errors[slot] ?? 0)
  if (error !== null) {
    return { error }
  }
  return texts?.[slot] ?? (isBoolean ? numbers[slot] === 1 : (numbers[slot] ?? { error: 'missing' }))
}
