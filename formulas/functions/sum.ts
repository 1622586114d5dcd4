import type { FormulaFunction } from './FormulaFunction.ts'
import { pairwise } from './pairwise.ts'

/** An argument without a result leaves the whole without one: nothing unknown counts as zero. */
export const sumFunction: FormulaFunction = {
  name: 'sum',
  signature: 'sum(a, b, …)',
  summary: 'The sum of some numbers of one dimension, in the unit of the first.',
  arity: [2, 20],
  check: (call, scope) =>
    pairwise(call, scope, 'add', (position) => scope.number(call.args[position]!, 'An argument of sum')),
}
