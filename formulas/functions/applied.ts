import { ONE } from '#shared/quantities/unit.ts'
import { inUnit, type Typed } from '#formulas/check/Typed.ts'
import type { Step } from '#formulas/check/Step.ts'
import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { Ast, Call } from '#formulas/syntax/Ast.ts'
import type { CheckScope, FormulaFunction } from './FormulaFunction.ts'

/** What an argument has to be. A `day` is a date; a `time` a date or a month; a `count` a plain number. */
export type Part = 'text' | 'count' | 'day' | 'time'
type ValueOf<P extends Part> = P extends 'count' ? number : string
type ValuesOf<P extends readonly Part[]> = { [K in keyof P]: ValueOf<P[K]> }

/** A function that is a plain computation over the values of its arguments: texts, dates, plain numbers. */
interface Applied<P extends readonly Part[]> {
  name: string
  signature: string
  summary: string
  /** One per argument. */
  parts: P
  /** What is given: a boolean is 1 or 0. */
  gives: Pick<Typed, 'type' | 'unit' | 'time'>
  /** Pure; null where the values, each right by itself, have no result. */
  compute: (...values: ValuesOf<P>) => number | string | null
  /** What null means. */
  reason?: FormulaError
}

export const TEXT = { type: 'text', unit: ONE } as const
export const PLAIN_NUMBER = { type: 'number', unit: ONE } as const
export const BOOLEAN = { type: 'boolean', unit: ONE } as const

/** A function with a fixed number of arguments, each checked for its kind. */
export function applied<const P extends readonly Part[]>(definition: Applied<P>): FormulaFunction {
  const { name, signature, summary, parts, gives, compute, reason = 'too-long' } = definition
  return {
    name,
    signature,
    summary,
    arity: [parts.length, parts.length],
    check(call, scope) {
      const steps = partsOf(call, scope, (position) => parts[position]!)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the check above gave each part its kind
      const run = (values: readonly (number | string)[]) => compute(...(values as unknown as ValuesOf<P>))
      return steps && { ...gives, step: { op: 'apply', parts: steps, compute: run, reason } }
    },
  }
}

/** The steps of all arguments, each of its kind; null when one has a problem, after all were looked at. */
export function partsOf(call: Call, scope: CheckScope, kindAt: (position: number) => Part): Step[] | null {
  const steps = call.args.map((ast, position) => partOf(ast, scope, kindAt(position), call.name))
  const fine = steps.filter((step) => step !== null)
  return fine.length === steps.length ? fine : null
}

function partOf(ast: Ast, scope: CheckScope, kind: Part, name: string): Step | null {
  const what = `What ${name} is given`
  switch (kind) {
    case 'text':
      return scope.text(ast, what)?.step ?? null
    case 'day':
      return scope.time(ast, what, ['date'])?.step ?? null
    case 'time':
      return scope.time(ast, what, ['date', 'month'])?.step ?? null
    case 'count': {
      const typed = scope.number(ast, what)
      const plain = typed && inUnit(typed, ONE)
      return typed && !plain
        ? scope.refuse('unit', `${what} here is a plain number. ${scope.label(ast)} has a unit.`, ast)
        : (plain?.step ?? null)
    }
  }
}
