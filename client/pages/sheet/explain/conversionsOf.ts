import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { Ast } from '#formulas/syntax/Ast.ts'
import { conversion, type Conversion } from '#shared/quantities/convert.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { divideUnits, multiplyUnits, unitOf, type Unit } from '#shared/quantities/unit.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { Explanation } from './explainCell.ts'

/** A change of unit on the way to the result: `number * multiply / divide`. Units in our syntax, not as they are shown. */
export interface UsedConversion extends Conversion {
  /** Key of the input; null: of the result. */
  field: string | null
  from: string
  to: string
}

/**
 * How a formula gets from the units that were entered to the unit of its field. The inputs that a factor is multiplied with
 * come first (to the factor's own unit), what is written as `convert(…)` next, the result last.
 */
export function conversionsOf(
  { formula, ast, field, inputs, factors }: Explanation,
  model: SheetModel,
): UsedConversion[] {
  const found: UsedConversion[] = []
  let rest = compiledUnit(formula, model)
  if (rest === null) {
    return []
  }
  for (const { factor, call } of factors) {
    const common = perOf(compiledUnit(formula.slice(call.start, call.end), model))
    const own = unitFrom(factor.unit)
    for (const { field: input } of inputs) {
      const entered = input.type === 'number' || input.type === 'formula' ? unitFrom(input.unit) : null
      if (common === null || own === null || entered === null || !isSameDimension(entered.dimension, own.dimension)) {
        continue
      }
      // The two belong together when they cancel: what is left of the unit is shorter.
      const left = divideUnits(multiplyUnits(rest, common), entered)
      if (left.parts.length < rest.parts.length || formatUnit(entered) === formatUnit(common)) {
        rest = left.parts.length < rest.parts.length ? left : rest
        add(found, input.key, entered, own)
      }
    }
  }
  written(ast, formula, model, found)
  const target = unitFrom(field.unit)
  if (target !== null && isSameDimension(rest.dimension, target.dimension)) {
    add(found, null, rest, target)
  }
  return found
}

/** The places where the formula itself says `convert(x, "unit")`. */
function written(ast: Ast, formula: string, model: SheetModel, found: UsedConversion[]): void {
  if (ast.kind === 'operation') {
    ast.operands.forEach((operand) => written(operand, formula, model, found))
  } else if (ast.kind === 'call') {
    const [of, unit] = ast.args
    if (ast.name === 'convert' && of !== undefined && unit?.kind === 'literal' && typeof unit.value === 'string') {
      const from = compiledUnit(formula.slice(of.start, of.end), model)
      const to = unitFrom(unit.value)
      if (from !== null && to !== null && from.parts.length > 0) {
        add(found, of.kind === 'field' ? of.key : null, from, to)
      }
    }
    ast.args.forEach((argument) => written(argument, formula, model, found))
  }
}

/** Units of one size are no conversion. */
function add(found: UsedConversion[], field: string | null, from: Unit, to: Unit): void {
  const constant = conversion(from, to)
  if (constant.ok && (constant.value.multiply !== 1 || constant.value.divide !== 1)) {
    found.push({ field, from: formatUnit(from), to: formatUnit(to), ...constant.value })
  }
}

function compiledUnit(source: string, model: SheetModel): Unit | null {
  const compiled = compileFormula(source, model.context)
  return compiled.ok ? unitFrom(compiled.value.unit) : null
}

function unitFrom(text: string | null): Unit | null {
  const unit = parseUnit(text ?? '')
  return unit.ok ? unit.value : null
}

/** What a factor is per: `L` of kgCO2e/L. */
function perOf(unit: Unit | null): Unit | null {
  return unit === null
    ? null
    : unitOf(unit.parts.filter(({ exponent }) => exponent < 0).map((part) => ({ ...part, exponent: -part.exponent })))
}
