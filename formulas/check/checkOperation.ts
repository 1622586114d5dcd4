import { assertNever } from '#shared/result/assertNever.ts'
import { isDimensionless } from '#shared/quantities/dimension.ts'
import { divideUnits, multiplyUnits, ONE, raiseUnit } from '#shared/quantities/unit.ts'
import type { CheckScope } from '#formulas/functions/FormulaFunction.ts'
import type { Ast, Operation } from '#formulas/syntax/Ast.ts'
import { inUnit, type Typed, typedBoolean, typedNumber } from './Typed.ts'

const MAX_UNIT_POWER = 6

/** Types and units of an operator and its operands. */
export function checkOperation(ast: Operation, scope: CheckScope): Typed | null {
  const [left, right] = [ast.operands[0]!, ast.operands[1] ?? ast.operands[0]!]
  switch (ast.operator) {
    case 'unaryMinus':
      return negated(left, scope)
    case 'not': {
      const of = scope.boolean(left, 'What follows not')
      return of && typedBoolean({ op: 'not', of: of.step })
    }
    case 'and':
    case 'or': {
      const [a, b] = [
        scope.boolean(left, `A side of ${ast.operator}`),
        scope.boolean(right, `A side of ${ast.operator}`),
      ]
      return a && b && typedBoolean({ op: ast.operator, left: a.step, right: b.step })
    }
    case 'add':
    case 'subtract':
      return summed(ast, ast.operator, scope)
    case 'multiply':
    case 'divide': {
      const [a, b] = [
        scope.number(left, 'What is multiplied or divided'),
        scope.number(right, 'What is multiplied or divided'),
      ]
      const combine = ast.operator === 'multiply' ? multiplyUnits : divideUnits
      return a && b && typedNumber({ op: ast.operator, left: a.step, right: b.step }, combine(a.unit, b.unit))
    }
    case 'pow':
      return raised(left, right, scope)
    case 'smaller':
    case 'larger':
    case 'smallerEq':
    case 'largerEq':
    case 'equal':
    case 'unequal':
      return compared(ast, ast.operator, scope)
    default:
      return assertNever(ast.operator)
  }
}

function negated(operand: Ast, scope: CheckScope): Typed | null {
  const of = scope.number(operand, 'What follows a minus')
  if (of?.bare !== undefined) {
    return { ...typedNumber({ op: 'constant', value: -of.bare }, ONE), bare: -of.bare }
  }
  return of && typedNumber({ op: 'negate', of: of.step }, of.unit)
}

function summed(ast: Operation, op: 'add' | 'subtract', scope: CheckScope): Typed | null {
  const [left, right] = [ast.operands[0]!, ast.operands[1]!]
  const what = op === 'add' ? 'What is added' : 'What is subtracted'
  const [a, b] = [scope.number(left, what), scope.number(right, what)]
  const verb = op === 'add' ? 'cannot be added' : 'cannot be subtracted'
  const both = a && b && scope.unify(a, b, [left, right], verb, ast)
  return both && typedNumber({ op, left: both[0].step, right: both[1].step }, both[0].unit)
}

/** A quantity is raised to a whole number written in the formula; a plain number to any plain number. */
function raised(base: Ast, exponent: Ast, scope: CheckScope): Typed | null {
  const [a, b] = [scope.number(base, 'The base of ^'), scope.number(exponent, 'The power')]
  if (!a || !b) {
    return null
  }
  if (!isDimensionless(b.unit.dimension)) {
    return scope.refuse('unit', `A power is a plain number. ${scope.label(exponent)} has a unit.`, exponent)
  }
  const power = inUnit(b, ONE) ?? b
  if (isDimensionless(a.unit.dimension)) {
    return typedNumber({ op: 'power', left: (inUnit(a, ONE) ?? a).step, right: power.step }, ONE)
  }
  if (b.bare === undefined || !Number.isInteger(b.bare) || Math.abs(b.bare) > MAX_UNIT_POWER) {
    return scope.refuse(
      'unit',
      `${scope.label(base)} has a unit, so its power is a whole number up to ${MAX_UNIT_POWER}.`,
      exponent,
    )
  }
  return typedNumber({ op: 'power', left: a.step, right: power.step }, raiseUnit(a.unit, b.bare))
}

type Comparison = 'smaller' | 'larger' | 'smallerEq' | 'largerEq' | 'equal' | 'unequal'

/** A bare number in a comparison is in the unit of the other side. */
function compared(ast: Operation, operator: Comparison, scope: CheckScope): Typed | null {
  const asts = [ast.operands[0]!, ast.operands[1]!] as const
  const [a, b] = [scope.check(asts[0]), scope.check(asts[1])]
  const both = a && b && scope.unify(a, b, asts, 'cannot be compared', ast, true)
  if (!both) {
    return null
  }
  const [left, right] = [both[0].step, both[1].step]
  if (operator === 'equal' || operator === 'unequal') {
    if (both[0].type === 'text') {
      const same = { op: 'sameText', left, right } as const
      return typedBoolean(operator === 'equal' ? same : { op: 'not', of: same })
    }
    return typedBoolean({ op: operator === 'equal' ? 'same' : 'different', left, right })
  }
  const [{ time }, { time: other }] = both
  if (time !== undefined && time === other) {
    const isTurned = operator === 'larger' || operator === 'largerEq'
    const orSame = operator === 'smallerEq' || operator === 'largerEq'
    return typedBoolean({
      op: 'before',
      left: isTurned ? right : left,
      right: isTurned ? left : right,
      time,
      orSame,
    })
  }
  if (both[0].type !== 'number') {
    const message =
      time === undefined || other === undefined
        ? `Only numbers, dates and months have an order. Compare a ${both[0].type} with == or !=.`
        : `A ${time} and a ${other} have no order.`
    return scope.refuse('type', message, ast)
  }
  switch (operator) {
    case 'smaller':
      return typedBoolean({ op: 'less', left, right })
    case 'smallerEq':
      return typedBoolean({ op: 'lessOrEqual', left, right })
    case 'larger':
      return typedBoolean({ op: 'more', left, right })
    case 'largerEq':
      return typedBoolean({ op: 'moreOrEqual', left, right })
    default:
      return assertNever(operator)
  }
}
