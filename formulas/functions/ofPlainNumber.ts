import { ONE } from '#shared/quantities/unit.ts'
import { inUnit, typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** A function of a number without a unit: uncertainties are combined with them. */
export function ofPlainNumber(name: 'exp' | 'ln', signature: string, summary: string): FormulaFunction {
  return {
    name,
    signature,
    summary,
    arity: [1, 1],
    check(call, scope) {
      const ast = call.args[0]!
      const of = scope.number(ast, `The argument of ${name}`)
      const plain = of && inUnit(of, ONE)
      return of && !plain
        ? scope.refuse('unit', `${name} takes a plain number. ${scope.label(ast)} has a unit.`, ast)
        : plain && typedNumber({ op: name, of: plain.step }, ONE)
    },
  }
}
