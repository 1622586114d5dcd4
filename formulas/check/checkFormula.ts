import { fail, ok, type Result } from '#shared/result/result.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Problem } from '#formulas/Problem.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import { Checker } from './Checker.ts'
import type { Typed } from './Typed.ts'

/**
 * Checks names, types and units of a formula and settles its conversions. All problems are reported, in source order.
 * With `expandEmissions`, formula fields that give CO2e are taken apart into their own formulas instead of being read.
 */
export function checkFormula(
  source: string,
  context: FormulaContext,
  expandEmissions = false,
): Result<Typed, Problem[]> {
  const ast = parseFormula(source)
  if (!ast.ok) {
    return ast
  }
  const checker = new Checker(source, context, { expandEmissions, within: [] })
  const typed = checker.check(ast.value)
  const problems = checker.problems.sort((a, b) => a.start - b.start)
  return typed && problems.length === 0 ? ok(typed) : fail(problems)
}
