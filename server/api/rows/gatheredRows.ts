import { OWN_TABLE } from '#formulas/check/Gather.ts'
import { explainGathers } from '#formulas/evaluate/explainGathers.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { GatheredRowsReply } from '#shared/api/rows.ts'
import {
  type Ask,
  cycleBefore,
  placesElsewhere,
  type PlansOf,
  storedSheet,
  tablesOf,
} from '#server/collaboration/gathering/gatheredPlaces.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { computeSheet } from '#server/emissions/computeSheet.ts'
import { RowColumns } from '#server/emissions/RowColumns.ts'
import type { TablePlans } from '#server/emissions/tablePlans.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'

/** What the formula of a cell found among many rows, call by call. Complexity: the rows of the tables that it reads. */
export async function gatheredRows(
  ask: Ask,
  plansOf: PlansOf,
  tenantId: string,
  { sheet, plans, rowId, formula }: { sheet: SheetAddress; plans: TablePlans; rowId: string; formula: string },
): Promise<GatheredRowsReply> {
  const rows = await storedSheet(ask, tenantId, sheet)
  const rowIds = rows.map(({ id }) => id)
  const slot = rowIds.indexOf(rowId)
  if (slot < 0) {
    throw new NotFoundError('row')
  }
  const { id: before } = await cycleBefore(ask, sheet.cycleId)
  const places = await placesElsewhere(ask, plansOf, tenantId, { plans, sheet, before })
  const entered = new RowColumns(
    rows.map(({ values }) => values),
    { rowIds },
  )
  const { columns } = computeSheet(plans, entered, Uint32Array.from(rowIds.keys()), tablesOf(places))
  const names = await namesOf(ask, tenantId)
  return {
    data: explainGathers(formula, plans.context, columns, slot).flatMap(({ start, end, from, group }) => {
      const place = from === OWN_TABLE ? { ...sheet, ids: rowIds } : places.get(from)
      if (place === undefined) {
        return []
      }
      const failing = group?.failing ?? null
      return [
        {
          start,
          end,
          table_id: place.tableId,
          table_name: names.get(place.tableId) ?? '',
          cycle_id: place.cycleId,
          cycle_name: names.get(place.cycleId) ?? '',
          rows: group?.rows ?? null,
          error: formulaError(group?.error ?? 0),
          failing_row_id: failing === null ? null : (place.ids[failing] ?? null),
        },
      ]
    }),
  }
}

/** What tables and cycles are called, by id. */
async function namesOf(ask: Ask, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await ask<{ id: string; name: string }>(
    'SELECT id, name FROM tables WHERE tenant_id = $1 UNION ALL SELECT id, name FROM cycles WHERE tenant_id = $1',
    [tenantId],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
