import type { FormulaFunction } from './FormulaFunction.ts'
import { pairwise } from './pairwise.ts'

/** An argument without a result leaves the whole without one: an unknown number could be the smallest. */
export const minFunction: FormulaFunction = {
  name: 'min',
  signature: 'min(a, b, …)',
  summary: 'The smallest of some numbers of one dimension, in the unit of the first.',
  arity: [2, 20],
  check: (call, scope) =>
    pairwise(call, scope, 'min', (position) => scope.number(call.args[position]!, 'An argument of min')),
}
