import { checkGather, checkReferred } from '#formulas/check/checkGather.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** No row: missing. Several: an error, because nobody said which. */
export const lookupFunction: FormulaFunction = {
  name: 'lookup',
  signature: 'lookup(meters.rate, meters.code == meter)',
  summary: 'The cell of the one row that meets a condition, as XLOOKUP, or of the row that a reference points at.',
  arity: [2, 2],
  check(call, scope) {
    const condition = call.args[1]!
    return condition.kind === 'field' && scope.field(condition.key)?.type === 'reference'
      ? checkReferred(call, scope, condition)
      : checkGather(call, scope, 'lookup')
  },
}
