import { checkGather } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Of no rows there is no average. */
export const avgOfFunction: FormulaFunction = {
  name: 'avg_of',
  signature: 'avg_of(quantity, site == this.site)',
  summary: 'The average of a column over the rows that meet a condition, as AVERAGEIFS.',
  arity: [1, 2],
  check: (call, scope) => checkGather(call, scope, 'avg'),
}
