import { ONE, unitOf } from '#shared/quantities/unit.ts'
import { inUnit, typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Of km^2 it is km; a unit that is not the square of one has no root. */
export const sqrtFunction: FormulaFunction = {
  name: 'sqrt',
  signature: 'sqrt(number)',
  summary: 'The square root of a number that is not negative.',
  arity: [1, 1],
  check(call, scope) {
    const ast = call.args[0]!
    const of = scope.number(ast, 'The argument of sqrt')
    const plain = of && inUnit(of, ONE)
    if (plain) {
      return typedNumber({ op: 'sqrt', of: plain.step }, ONE)
    }
    if (of?.unit.parts.some(({ exponent }) => exponent % 2 !== 0)) {
      return scope.refuse('unit', `${scope.label(ast)} has a unit that is not the square of another one.`, ast)
    }
    const unit = of && unitOf(of.unit.parts.map((part) => ({ ...part, exponent: part.exponent / 2 })))
    return of && unit && typedNumber({ op: 'sqrt', of: of.step }, unit)
  },
}
