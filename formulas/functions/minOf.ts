import { checkGather } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Of no rows there is no smallest number. */
export const minOfFunction: FormulaFunction = {
  name: 'min_of',
  signature: 'min_of(quantity, site == this.site)',
  summary: 'The smallest number of a column among the rows that meet a condition, as MINIFS.',
  arity: [1, 2],
  check: (call, scope) => checkGather(call, scope, 'min'),
}
