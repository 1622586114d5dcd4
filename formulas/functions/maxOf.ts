import { checkGather } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Of no rows there is no largest number. */
export const maxOfFunction: FormulaFunction = {
  name: 'max_of',
  signature: 'max_of(quantity, site == this.site)',
  summary: 'The largest number of a column among the rows that meet a condition, as MAXIFS.',
  arity: [1, 2],
  check: (call, scope) => checkGather(call, scope, 'max'),
}
