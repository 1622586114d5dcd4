import { applied, BOOLEAN } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { MAX_SOUGHT } from './textLimit.ts'

export const containsFunction: FormulaFunction = applied({
  name: 'contains',
  signature: 'contains(text, part)',
  summary: 'Whether a text has another one inside; capital and small letters differ.',
  parts: ['text', 'text'],
  gives: BOOLEAN,
  compute: (text, part) => (part.length > MAX_SOUGHT ? null : text.includes(part) ? 1 : 0),
})
