/**
 * What the values of a field must be like besides their type. A value that breaks a rule is kept and marked: it is told,
 * counted, and blocks the sign-off, never the typing.
 */
export interface FieldRules {
  /** The smallest number, in the field's unit; the first date (ISO) or month. */
  min?: number | string
  /** The largest number, in the field's unit; the last date (ISO) or month. */
  max?: number | string
  /** What a text looks like; see `matchesMask`. */
  mask?: string
  /** No two rows of a cycle hold the same value. */
  unique?: boolean
  /** A condition over the row in the formula language, as in `ends >= starts`. Only its false breaks it. */
  formula?: string
  /** What to tell whoever breaks the formula. */
  message?: string
}

/** The rules that look at a value alone, or at its column. */
export type RuleName = Exclude<keyof FieldRules, 'formula' | 'message'>

/** The most letters of a condition and of its message. */
export const LONGEST_RULE_FORMULA = 1000
export const LONGEST_RULE_MESSAGE = 200
