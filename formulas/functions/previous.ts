import { checkPrevious } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Rows that were copied into a new cycle are the same rows; others are found by a condition. */
export const previousFunction: FormulaFunction = {
  name: 'previous',
  signature: 'previous(quantity)',
  summary:
    'The same field in the cycle before: of the same row, or of the row that meets a condition: previous(quantity, meter == this.meter).',
  arity: [1, 2],
  check: (call, scope) => checkPrevious(call, scope),
}
