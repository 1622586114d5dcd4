import type { FormulaFunction } from './FormulaFunction.ts'
import { pairwise } from './pairwise.ts'

/** An argument without a result leaves the whole without one: an unknown number could be the largest. */
export const maxFunction: FormulaFunction = {
  name: 'max',
  signature: 'max(a, b, …)',
  summary: 'The largest of some numbers of one dimension, in the unit of the first.',
  arity: [2, 20],
  check: (call, scope) =>
    pairwise(call, scope, 'max', (position) => scope.number(call.args[position]!, 'An argument of max')),
}
