import type { FORMULA_PROBLEM_CODES } from '#shared/api/formulaProblemCodes.ts'

/** Why a formula is not accepted, in words, and where in its source. */
export interface Problem {
  code: ProblemCode
  /** What is wrong and what to do, for the person who wrote the formula. */
  message: string
  /** Offsets in the source: the part to underline. */
  start: number
  end: number
  /** Both units, when units are the reason. */
  units?: [string, string]
}

export type ProblemCode = (typeof FORMULA_PROBLEM_CODES)[number]
