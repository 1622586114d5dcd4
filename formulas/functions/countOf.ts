import { checkGather } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** An empty cell does not count; one with an error leaves the count without a result. */
export const countOfFunction: FormulaFunction = {
  name: 'count_of',
  signature: 'count_of(quantity, site == this.site)',
  summary: 'How many cells of a column are not empty in the rows that meet a condition, as COUNTIFS.',
  arity: [1, 2],
  check: (call, scope) => checkGather(call, scope, 'count'),
}
