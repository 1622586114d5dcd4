import type { FormulaFunction } from './FormulaFunction.ts'
import { sameTime } from './pairwise.ts'

/** Both branches have one type and one unit; an error in the branch not taken does not matter. */
export const ifFunction: FormulaFunction = {
  name: 'if',
  signature: 'if(condition, then, otherwise)',
  summary: 'One of two values, by a condition.',
  arity: [3, 3],
  check(call, scope) {
    const [first, second, third] = [call.args[0]!, call.args[1]!, call.args[2]!]
    const condition = scope.boolean(first, 'The condition of if')
    const [left, right] = [scope.check(second), scope.check(third)]
    const both = left && right && scope.unify(left, right, [second, third], 'cannot stand for each other', call)
    if (!condition || !both) {
      return null
    }
    const [yes, no] = both
    const step = { op: 'if', condition: condition.step, whenTrue: yes.step, whenFalse: no.step } as const
    return { type: yes.type, unit: yes.unit, step, ...sameTime(yes, no) }
  },
}
