import { typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { pairwise } from './pairwise.ts'

/** An argument without a result leaves the whole without one: leaving it out would be another average. */
export const avgFunction: FormulaFunction = {
  name: 'avg',
  signature: 'avg(a, b, …)',
  summary: 'The average of some numbers of one dimension, in the unit of the first.',
  arity: [2, 20],
  check(call, scope) {
    const sum = pairwise(call, scope, 'add', (position) => scope.number(call.args[position]!, 'An argument of avg'))
    const of = { op: 'constant', value: call.args.length } as const
    return sum && typedNumber({ op: 'divide', left: sum.step, right: of }, sum.unit)
  },
}
