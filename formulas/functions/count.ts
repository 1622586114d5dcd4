import { ONE } from '#shared/quantities/unit.ts'
import type { Step } from '#formulas/check/Step.ts'
import { typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** An empty cell does not count; what has no result for another reason leaves the count without one. */
export const countFunction: FormulaFunction = {
  name: 'count',
  signature: 'count(a, b, …)',
  summary: 'How many of some values are there: numbers, texts, dates or conditions that are not empty.',
  arity: [2, 20],
  check(call, scope) {
    const parts = call.args.map((ast) => scope.check(ast))
    const found = parts.flatMap((part): Step[] => (part ? [{ op: 'present', of: part.step }] : []))
    return found.length < parts.length
      ? null
      : typedNumber(
          found.reduce((left, right) => ({ op: 'add', left, right })),
          ONE,
        )
  },
}
