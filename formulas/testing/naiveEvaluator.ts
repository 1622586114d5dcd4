import type { CellValue } from '#shared/cells/cellValue.ts'
import { convert } from '#shared/quantities/convert.ts'
import { isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { divideUnits, multiplyUnits, ONE, raiseUnit, type Unit } from '#shared/quantities/unit.ts'
import { emissionsOfFactor, gasMass } from '#formulas/emissions/emissionsOfFactor.ts'
import { gwpOf } from '#formulas/emissions/gwpOf.ts'
import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Ast } from '#formulas/syntax/Ast.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'

type Row = Readonly<Record<string, CellValue>>
type Quantity = { value: number; unit: Unit; bare: boolean }
type Value = Quantity | string | boolean

class Failed extends Error {
  readonly reason: FormulaError

  constructor(reason: FormulaError) {
    super(reason)
    this.reason = reason
  }
}

/**
 * The formula language once more, as plainly as can be: walks the tree for one row, carries units at run time, throws
 * errors. The oracle that plans are compared with; knows only formulas that the checker accepts.
 */
export function naiveEvaluator(
  source: string,
  context: FormulaContext,
  resultUnit: string | null,
): (row: Row) => number | string | boolean {
  const ast = parseFormula(source)
  if (!ast.ok) {
    throw new Error('not a formula')
  }
  return (row) => {
    try {
      const value = walk(ast.value, row, context)
      return typeof value === 'object' ? valueIn(value, unit(resultUnit ?? '')) : value
    } catch (error) {
      if (error instanceof Failed) {
        return error.reason
      }
      throw error
    }
  }
}

function walk(ast: Ast, row: Row, context: FormulaContext): Value {
  switch (ast.kind) {
    case 'literal':
      return typeof ast.value === 'number' ? { value: ast.value, unit: ONE, bare: true } : ast.value
    case 'field':
      return cellOf(ast.key, row, context)
    case 'call':
      return called(ast.name, ast.args, row, context)
    case 'operation':
      return operated(ast.operator, ast.operands, row, context)
  }
}

function cellOf(key: string, row: Row, context: FormulaContext): Value {
  const field = context.fields.find((one) => one.key === key)!
  const cell = row[key] ?? null
  if (cell === null) {
    throw new Failed('missing')
  }
  if (field.type === 'number') {
    if (typeof cell !== 'number') {
      throw new Failed('not-a-number')
    }
    return { value: cell, unit: unit(field.unit ?? ''), bare: false }
  }
  if (typeof cell !== (field.type === 'boolean' ? 'boolean' : 'string')) {
    throw new Failed('wrong-type')
  }
  return cell as string | boolean
}

function called(name: string, args: readonly Ast[], row: Row, context: FormulaContext): Value {
  const at = (position: number): Value => walk(args[position]!, row, context)
  const text = (position: number): string => (args[position] as { value: string }).value
  switch (name) {
    case 'if':
      return inUnitOf(args, 1, at(0) === true ? at(1) : at(2), row, context)
    case 'coalesce':
      for (let position = 0; position < args.length - 1; position++) {
        try {
          return at(position)
        } catch (error) {
          if (!(error instanceof Failed) || !['missing', 'no-factor'].includes(error.reason)) {
            throw error
          }
        }
      }
      return at(args.length - 1)
    case 'min':
    case 'max': {
      const values = args.map((_, position) => at(position) as Quantity)
      return values.reduce((best, next) => {
        const value = valueIn(next, best.unit)
        return (name === 'min' ? value < best.value : value > best.value) ? { ...best, value } : best
      })
    }
    case 'abs':
      return mapped(at(0), Math.abs)
    case 'round':
      return mapped(at(0), (value) => {
        const power = 10 ** (args[1] ? (at(1) as Quantity).value : 0)
        const shifted = Math.abs(value) * power
        return Number.isFinite(shifted)
          ? (Math.sign(value) * Math.round(shifted * (1 + Number.EPSILON))) / power
          : value
      })
    case 'convert': {
      const of = at(0) as Quantity
      return { value: of.bare ? of.value : valueIn(of, unit(text(1))), unit: unit(text(1)), bare: false }
    }
    case 'gwp':
      return { value: gwpOf(text(0), context.gwp, context.gwpSet)!, unit: unit(`kgCO2e/kg${text(0)}`), bare: false }
    case 'factor':
      return factor(args, text(1), row, context)
    default:
      return calledPlainly(
        name,
        args.map((_, position) => () => at(position)),
      )
  }
}

/** Functions whose result depends on the values of their arguments alone, written as a reader of SPEC.md would. */
function calledPlainly(name: string, args: readonly (() => Value)[]): Value {
  const plain = (value: number, of: Unit = ONE): Quantity => {
    if (!Number.isFinite(value)) {
      throw new Failed('not-finite')
    }
    return { value, unit: of, bare: false }
  }
  if (name === 'count') {
    return plain(args.filter((arg) => !isMissing(arg)).length)
  }
  const values = args.map((arg) => arg())
  const word = (position: number): string => values[position] as string
  const number = (position: number): number => valueIn(values[position] as Quantity, ONE)
  const midnight = (position: number): Date => {
    const day = new Date(`${word(position).padEnd(10, '-01')}T00:00:00Z`)
    if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(word(position))) {
      throw new Failed('no-such-date')
    }
    return day
  }
  switch (name) {
    case 'sum':
    case 'avg': {
      const first = values[0] as Quantity
      const total = values.reduce((sum: number, value) => sum + valueIn(value as Quantity, first.unit), 0)
      return plain(name === 'sum' ? total : total / values.length, first.unit)
    }
    case 'sqrt':
      return plain(rooted(Math.sqrt(number(0))))
    case 'exp':
      return plain(Math.exp(number(0)))
    case 'ln':
      return plain(rooted(Math.log(number(0))))
    case 'concat':
      return values.map((_, position) => word(position)).join('')
    case 'left':
      return Array.from(word(0))
        .slice(0, Math.max(0, Math.trunc(number(1))))
        .join('')
    case 'right':
      return number(1) >= 1
        ? Array.from(word(0))
            .slice(-Math.trunc(number(1)))
            .join('')
        : ''
    case 'upper':
      return word(0).toUpperCase()
    case 'length':
      return plain(Array.from(word(0)).length)
    case 'contains':
      return word(0).indexOf(word(1)) >= 0
    case 'replace':
      return word(1) === '' ? word(0) : word(0).replaceAll(word(1), () => word(2))
    case 'year':
      return plain(midnight(0).getUTCFullYear())
    case 'month':
      return plain(midnight(0).getUTCMonth() + 1)
    case 'day':
      return plain(midnight(0).getUTCDate())
    case 'days_between':
      return plain((midnight(1).getTime() - midnight(0).getTime()) / 86_400_000, unit('day'))
    case 'days_in_month': {
      const day = midnight(0)
      return plain(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate(), unit('day'))
    }
    default:
      throw new Error(`${name} is not known here`)
  }
}

function rooted(value: number): number {
  if (!Number.isFinite(value)) {
    throw new Failed('no-root')
  }
  return value
}

function isMissing(arg: () => Value): boolean {
  try {
    arg()
    return false
  } catch (error) {
    if (error instanceof Failed && error.reason === 'missing') {
      return true
    }
    throw error
  }
}

function factor(args: readonly Ast[], gas: string, row: Row, context: FormulaContext): Quantity {
  const option = walk(args[0]!, row, context)
  const field = context.fields.find((one) => one.key === (args[0] as { key: string }).key)!
  const id = field.options.find((one) => one.id === option)?.factors?.[String(context.factorYear)]
  const found = context.factors.get(id ?? '')
  const value =
    found && (gas === 'CO2e' ? emissionsOfFactor(found, context.gwp, context.gwpSet)?.co2eKg : gasMass(found, gas))
  if (!found || value === undefined || value === null) {
    throw new Failed('no-factor')
  }
  return { value, unit: divideUnits(unit(`kg${gas}`), unit(found.unit)), bare: false }
}

function operated(operator: string, operands: readonly Ast[], row: Row, context: FormulaContext): Value {
  const left = walk(operands[0]!, row, context)
  if (operator === 'not') {
    return left !== true
  }
  if (operator === 'and' || operator === 'or') {
    return left === (operator === 'or') ? left : walk(operands[1]!, row, context)
  }
  if (operator === 'unaryMinus') {
    return mapped(left, (value) => -value)
  }
  const right = walk(operands[1]!, row, context)
  if (typeof left !== 'object' || typeof right !== 'object') {
    return operator === 'equal' ? left === right : left !== right
  }
  return arithmetic(operator, left, right)
}

function arithmetic(operator: string, left: Quantity, right: Quantity): Value {
  const other = (): number => valueIn(right, left.bare ? right.unit : left.unit)
  switch (operator) {
    case 'add':
      return finite(left.value + other(), left.bare ? right.unit : left.unit)
    case 'subtract':
      return finite(left.value - other(), left.bare ? ONE : left.unit, left, right)
    case 'multiply':
      return finite(left.value * right.value, multiplyUnits(left.unit, right.unit))
    case 'divide':
      if (right.value === 0) {
        throw new Failed('division-by-zero')
      }
      return finite(left.value / right.value, divideUnits(left.unit, right.unit))
    case 'pow':
      if (left.value === 0 && right.value < 0) {
        throw new Failed('division-by-zero')
      }
      return finite(
        Number.isNaN(left.value ** right.value) ? rooted(Number.NaN) : left.value ** right.value,
        left.unit.parts.length === 0 ? ONE : raiseUnit(left.unit, right.value),
      )
    case 'smaller':
      return left.value < other()
    case 'smallerEq':
      return left.value <= other()
    case 'larger':
      return left.value > other()
    case 'largerEq':
      return left.value >= other()
    case 'equal':
      return left.value === other()
    default:
      return left.value !== other()
  }
}

/** A plain number less a percentage is a plain number; elsewhere both are in one unit already. */
function finite(value: number, of: Unit, left?: Quantity, right?: Quantity): Quantity {
  const plain =
    left?.bare && right && !right.bare && isSameDimension(right.unit.dimension, {})
      ? left.value - valueIn(right, ONE)
      : value
  if (!Number.isFinite(plain)) {
    throw new Failed('not-finite')
  }
  return { value: plain, unit: of, bare: false }
}

function mapped(value: Value, compute: (value: number) => number): Value {
  return typeof value === 'object' ? { ...value, value: compute(value.value) } : value
}

function valueIn(quantity: Quantity, to: Unit): number {
  if (quantity.bare || quantity.value === 0) {
    return quantity.value
  }
  const converted = convert(quantity.value, quantity.unit, to)
  if (!converted.ok) {
    throw new Error(converted.error.message)
  }
  if (!Number.isFinite(converted.value)) {
    throw new Failed('not-finite')
  }
  return converted.value
}

/** The chosen branch in the unit of the first branch, whatever the row chose. */
function inUnitOf(args: readonly Ast[], position: number, chosen: Value, row: Row, context: FormulaContext): Value {
  const ast = args[position]!
  const field = ast.kind === 'field' ? context.fields.find((one) => one.key === ast.key) : undefined
  if (typeof chosen !== 'object' || !field || field.type !== 'number') {
    return chosen
  }
  const to = unit(field.unit ?? '')
  return { value: valueIn(chosen, to), unit: to, bare: false }
}

function unit(text: string): Unit {
  const parsed = parseUnit(text)
  if (!parsed.ok) {
    throw new Error(parsed.error.message)
  }
  return parsed.value
}
