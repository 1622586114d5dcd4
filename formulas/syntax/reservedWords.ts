import { THIS_ROW } from './Ast.ts'

/**
 * Words that the parser reads as something else than a name, so no field has one as its key. The name of a function may be
 * a key: only a parenthesis makes it a call.
 */
export const RESERVED_WORDS = [
  'and',
  'or',
  'not',
  'xor',
  'mod',
  'to',
  'in',
  'true',
  'false',
  'null',
  'undefined',
] as const

/** What no new field gets as its key: those, and the word for the row itself. */
export const RESERVED_KEYS: readonly string[] = [...RESERVED_WORDS, THIS_ROW]
