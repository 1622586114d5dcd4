/**
 * Why a formula is not accepted. The page says each in its own language: a new one needs words in
 * `client/pages/sheet/formulaProblems/words.ts`.
 */
export const FORMULA_PROBLEM_CODES = [
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
  'no-parameter',
  'mixed-factors',
  'not-for-inventories',
  'outside-scopes',
  'not-approved',
  'circular',
] as const
