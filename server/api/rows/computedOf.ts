import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { StoredGathered } from '#server/emissions/RowColumns.ts'
import { type ComputedValue, computedForRows } from '#server/emissions/computedForRows.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import type { AppServices } from '../AppServices.ts'

/** What the formulas among the fields give for stored rows, by row and field key; empty where there is no formula. */
export async function computedOf(
  { knownPlans }: Pick<AppServices, 'knownPlans'>,
  access: SheetAccess,
  fields: readonly Field[],
  rows: readonly { values: Readonly<Record<string, CellValue>>; gathered: StoredGathered }[],
): Promise<readonly Record<string, ComputedValue>[]> {
  const plans = fields.some((field) => field.type === 'formula') ? await knownPlans.of(access) : null
  const values = rows.map((row) => row.values)
  return plans === null ? [] : computedForRows(plans, values, { gathered: rows.map((row) => row.gathered) })
}
