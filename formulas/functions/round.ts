import { typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

const MAX_DIGITS = 12

/** Rounds half away from zero, as Excel does, in the unit in which the number stands. */
export const roundFunction: FormulaFunction = {
  name: 'round',
  signature: 'round(number, digits)',
  summary: 'A number rounded to some decimal digits (0 when not given).',
  arity: [1, 2],
  check(call, scope) {
    const of = scope.number(call.args[0]!, 'The first argument of round')
    const digitsAst = call.args[1]
    const digits = digitsAst ? scope.number(digitsAst, 'The number of digits')?.bare : 0
    if (digitsAst && (digits === undefined || !Number.isInteger(digits) || Math.abs(digits) > MAX_DIGITS)) {
      return scope.refuse(
        'arguments',
        `Write the number of digits as a whole number from -${MAX_DIGITS} to ${MAX_DIGITS}.`,
        digitsAst,
      )
    }
    return of && typedNumber({ op: 'round', of: of.step, digits: digits ?? 0 }, of.unit)
  },
}

/** `value` rounded half away from zero; a number too large to have such digits stays as it is. */
export function roundTo(value: number, digits: number): number {
  const power = 10 ** Math.abs(digits)
  const size = Math.abs(value)
  const shifted = digits >= 0 ? size * power : size / power
  // One part in 2^52 more, so that 1.005 (kept as 1.00499…) rounds as it is written.
  const whole = Math.round(shifted * (1 + Number.EPSILON))
  const rounded = digits >= 0 ? whole / power : whole * power
  return Number.isFinite(shifted) ? Math.sign(value) * rounded : value
}
