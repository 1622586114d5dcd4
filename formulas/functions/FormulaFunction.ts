import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import type { ProblemCode } from '#formulas/Problem.ts'
import type { Ast, Call } from '#formulas/syntax/Ast.ts'
import type { Time } from '#formulas/check/Step.ts'
import type { Typed } from '#formulas/check/Typed.ts'

/** What a function may use while its call is checked. Null means: the problem is already reported. */
export interface CheckScope {
  readonly context: FormulaContext
  field(key: string): FormulaField | undefined
  /** The scope of the rows at a place (`Gather.from`): plain names are theirs, and problems go to the same list. */
  rowsOf(from: string, place: Ast): CheckScope | null
  /** False: this formula reads many rows more often than it may. */
  countGather(): boolean
  check(ast: Ast): Typed | null
  /** Checks and demands a number; `what` names it in the message, for example "The first argument of round". */
  number(ast: Ast, what: string): Typed | null
  boolean(ast: Ast, what: string): Typed | null
  /** A text; of an option its label. */
  text(ast: Ast, what: string): Typed | null
  /** A date or month, as listed. */
  time(ast: Ast, what: string, of: readonly Time[]): Typed | null
  /** Both in one type and unit, that of `left` (or of `right` when left is a bare number or zero). */
  unify(
    left: Typed,
    right: Typed,
    asts: readonly [Ast, Ast],
    verb: string,
    place: Ast,
    bareAdopts?: boolean,
  ): [Typed, Typed] | null
  /** Reports a problem and gives null. */
  refuse(code: ProblemCode, message: string, place: Ast, units?: [string, string]): null
  /** How a part is called in messages: a field's name, or its text in quotes. */
  label(ast: Ast): string
}

/** A function of the formula language. */
export interface FormulaFunction {
  name: string
  /** How it is written, for help and completion. */
  signature: string
  /** One sentence for help. */
  summary: string
  /** Fewest and most arguments. */
  arity: readonly [number, number]
  check(call: Call, scope: CheckScope): Typed | null
}
