import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { inUnit, typedNumber } from '#formulas/check/Typed.ts'
import { wayAcross } from '#formulas/check/wayAcross.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** A bare number gets the unit: `convert(5, "kWh")` is 5 kWh. */
export const convertFunction: FormulaFunction = {
  name: 'convert',
  signature: 'convert(number, "unit")',
  summary: 'A number in another unit of the same dimension.',
  arity: [2, 2],
  check(call, scope) {
    const of = scope.number(call.args[0]!, 'The first argument of convert')
    const target = call.args[1]!
    if (target.kind !== 'literal' || typeof target.value !== 'string') {
      return scope.refuse('arguments', 'Write the unit in quotes, for example convert(quantity, "kWh").', target)
    }
    const unit = parseUnit(target.value)
    if (!unit.ok) {
      return scope.refuse('unknown-unit', unit.error.message, target)
    }
    if (!of) {
      return null
    }
    if (of.bare !== undefined) {
      return typedNumber(of.step, unit.value)
    }
    const possible = conversion(of.unit, unit.value)
    return possible.ok
      ? inUnit(of, unit.value)
      : scope.refuse(
          'unit',
          `${scope.label(call.args[0]!)} cannot be converted. ${possible.error.message}${wayAcross(of.unit, unit.value, scope.context)}`,
          call,
          possible.error.units,
        )
  },
}
