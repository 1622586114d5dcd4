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
}

export type RuleName = keyof FieldRules
