import type { FormulaFunction } from './FormulaFunction.ts'
import { pairwise } from './pairwise.ts'

/** Replaces only what is not there (empty cell, no published factor); text in a number cell stays an error. */
export const coalesceFunction: FormulaFunction = {
  name: 'coalesce',
  signature: 'coalesce(a, b, …)',
  summary: 'The first value that is there: an explicit statement of what an empty cell stands for.',
  arity: [2, 20],
  check: (call, scope) => pairwise(call, scope, 'coalesce', (position) => scope.check(call.args[position]!)),
}
