import { partsOf, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const concatFunction: FormulaFunction = {
  name: 'concat',
  signature: 'concat(text, text, …)',
  summary: 'Texts one after the other, as one text.',
  arity: [2, 20],
  check(call, scope) {
    const parts = partsOf(call, scope, () => 'text')
    const compute = (values: readonly (number | string)[]) => shortEnough(values.join(''))
    return parts && { ...TEXT, step: { op: 'apply', parts, compute, reason: 'too-long' } }
  },
}
