import type { EstimateMethodsReply } from '#shared/api/estimates.ts'
import { averageValue, priorYearValue } from '#shared/estimates/estimateValues.ts'
import { ESTIMATE_METHODS, type EstimateMethod } from '#shared/estimates/estimateMethod.ts'
import type { EstimatedCell } from './EstimatedCell.ts'
import type { KnownAmounts } from './knownAmounts.ts'

type Method = EstimateMethodsReply['methods'][number]

/** What every method gives for a cell, with the cells that it would rest on, or why it gives nothing. */
export function estimateMethods(cell: EstimatedCell, cycleId: string, known: KnownAmounts): Method[] {
  return ESTIMATE_METHODS.map((method) => methodFor(method, cell, cycleId, known))
}

function methodFor(
  method: EstimateMethod,
  { month }: EstimatedCell,
  cycleId: string,
  { inputs: known, hasOtherUnit }: KnownAmounts,
): Method {
  const none = (reason: Method['reason']): Method => ({ method, value: null, reason, inputs: [] })
  if (method === 'intensity' || method === 'manual') {
    return none('entered-by-you')
  }
  if (month === null) {
    return none('no-month')
  }
  const found = method === 'prior_year' ? priorYearValue(known, month) : averageValue(known, { cycleId, month })
  if (found === null) {
    return none(method === 'average' ? 'no-known-months' : hasOtherUnit ? 'other-unit' : 'no-prior-year')
  }
  const names = new Map(known.map((one) => [one.cycle_id, one.cycle_name]))
  return {
    method,
    value: found.value,
    reason: null,
    inputs: found.inputs.map(({ cycle_id: id, row_id: row, month: of, value, is_estimate: isEstimate }) => ({
      cycle_id: id,
      cycle_name: names.get(id) ?? '',
      row_id: row,
      month: of,
      value,
      is_estimate: isEstimate,
    })),
  }
}
