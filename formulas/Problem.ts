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

/** The page says each in its own language: a new one needs words in `client/pages/sheet/formulaProblems/words.ts`. */
export const PROBLEM_CODES = [
  'empty',
  'too-long',
  'too-deep',
  'too-many-parts',
  'syntax',
  'not-allowed',
  'unknown-field',
  'unknown-table',
  'unknown-function',
  'arguments',
  'type',
  'unit',
  'unknown-unit',
  'unknown-gas',
  'no-factor',
  'mixed-factors',
  'not-for-inventories',
  'circular',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]
