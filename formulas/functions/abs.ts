import { typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const absFunction: FormulaFunction = {
  name: 'abs',
  signature: 'abs(number)',
  summary: 'A number without its sign, in its own unit.',
  arity: [1, 1],
  check(call, scope) {
    const of = scope.number(call.args[0]!, 'The argument of abs')
    return of && typedNumber({ op: 'abs', of: of.step }, of.unit)
  },
}
