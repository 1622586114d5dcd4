import { checkGather } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** An empty cell among the rows leaves the sum without a result; `sum_of(coalesce(quantity, 0))` states that it stands for none. */
export const sumOfFunction: FormulaFunction = {
  name: 'sum_of',
  signature: 'sum_of(quantity, site == this.site)',
  summary: 'The sum of a column over the rows that meet a condition, as SUMIFS. this.site is the cell of this row.',
  arity: [1, 2],
  check: (call, scope) => checkGather(call, scope, 'sum'),
}
