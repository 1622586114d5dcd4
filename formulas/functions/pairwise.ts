import type { Typed } from '#formulas/check/Typed.ts'
import type { Call } from '#formulas/syntax/Ast.ts'
import type { CheckScope } from './FormulaFunction.ts'

/** Folds the arguments from left to right with a binary step, all brought to one type and unit. */
export function pairwise(
  call: Call,
  scope: CheckScope,
  op: 'min' | 'max' | 'coalesce' | 'add',
  checkOne: (position: number) => Typed | null,
): Typed | null {
  const parts = call.args.map((_, position) => checkOne(position))
  let folded = parts[0] ?? null
  for (let position = 1; position < parts.length; position++) {
    const next = parts[position]
    const asts = [call.args[0]!, call.args[position]!] as const
    const both = folded && next && scope.unify(folded, next, asts, `cannot stand together in ${call.name}`, call)
    folded = !both
      ? null
      : {
          type: both[0].type,
          unit: both[0].unit,
          ...sameTime(both[0], both[1]),
          step: { op, left: both[0].step, right: both[1].step },
        }
  }
  return folded
}

/** Two dates together are a date, two months a month. */
export const sameTime = (left: Typed, right: Typed): Pick<Typed, 'time'> =>
  left.time !== undefined && left.time === right.time ? { time: left.time } : {}
