import type { z } from 'zod'

import { formulaError, formulaErrorMessage } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaColumn } from '#formulas/plan/Plan.ts'
import type { ComputedReply } from '#shared/api/rows.ts'
import { computeSheet } from './computeSheet.ts'
import { RowColumns, type StoredGathered, type StoredValues } from './RowColumns.ts'
import type { GatheredTables } from './SheetColumns.ts'
import type { TablePlans } from './tablePlans.ts'

export type ComputedValue = z.infer<typeof ComputedReply>

const INVALID = {
  error: { code: 'invalid-formula', message: 'No result. The formula of this column has a problem. Open the schema.' },
}

/**
 * What the formula cells of stored rows show, by field key: a value, or the error of that cell. `gathered`: what was kept
 * of formulas that read other rows. With `elsewhere` those are computed: `rows` are the whole sheet then.
 */
export function computedForRows(
  plans: TablePlans,
  rows: readonly StoredValues[],
  {
    gathered,
    rowIds,
    elsewhere,
  }: { gathered?: readonly StoredGathered[]; rowIds?: readonly string[]; elsewhere?: GatheredTables } = {},
): Record<string, ComputedValue>[] {
  const slots = Uint32Array.from(rows, (_, index) => index)
  const { results } = computeSheet(
    plans,
    new RowColumns(rows, { ...(gathered && { gathered }), ...(rowIds && { rowIds }) }),
    slots,
    elsewhere,
  )
  return rows.map((_, index) =>
    Object.fromEntries(
      plans.computed.map(({ field, plan }) => [
        field.key,
        computedCell(results.get(field.key), index, plan?.type === 'boolean'),
      ]),
    ),
  )
}

/** What one formula cell shows. Undefined: its formula has a problem. */
export function computedCell(column: FormulaColumn | undefined, index: number, isBoolean: boolean): ComputedValue {
  if (column === undefined) {
    return INVALID
  }
  const error = formulaError(column.errors[index] ?? 0)
  if (error !== null) {
    return { error: { code: error, message: formulaErrorMessage(error) } }
  }
  const text = column.texts?.[index]
  if (typeof text === 'string') {
    return text
  }
  const number = column.numbers[index] ?? Number.NaN
  return isBoolean ? number === 1 : number
}
