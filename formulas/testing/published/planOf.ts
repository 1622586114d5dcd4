import type { FormulaField } from '#formulas/FormulaContext.ts'
import type { Plan } from '#formulas/plan/Plan.ts'
import type { Problem } from '#formulas/Problem.ts'
import { type CompileOptions, compileFormula } from '#formulas/plan/compileFormula.ts'
import { choiceOf, fieldOf } from '#formulas/testing/context.ts'
import type { Result } from '#shared/result/result.ts'
import type { bundledLibrary } from './published.ts'
import type { PublishedSheet } from './PublishedSheet.ts'

/** The formula of a sheet over the bundled factors, by AR5 and the factors of 2025 unless the sheet says otherwise. */
export function planOf(
  { formula, unit, units, choices = {}, gwpSet = 'AR5' }: Omit<PublishedSheet, 'example' | 'output' | 'rows'>,
  library: ReturnType<typeof bundledLibrary>,
  { gas }: Pick<CompileOptions, 'gas'> = {},
): Result<Plan, Problem[]> {
  const chosen = Object.entries(choices).map(([key, ids]): FormulaField =>
    choiceOf(
      key,
      ids.map((id) => library.factors.get(id)!),
    ),
  )
  const numbers = Object.entries(units).map(([key, of]) => fieldOf(key, of))
  const context = {
    fields: [...numbers, ...chosen],
    factors: library.factors,
    gwp: library.gwp.get(gwpSet)!,
    gwpSet,
    factorYear: 2025,
  }
  return compileFormula(formula, context, { resultUnit: unit, ...(gas !== undefined && { gas }) })
}
