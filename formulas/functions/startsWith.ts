import { applied, BOOLEAN } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const startsWithFunction: FormulaFunction = applied({
  name: 'starts_with',
  signature: 'starts_with(text, part)',
  summary: 'Whether a text begins with another one.',
  parts: ['text', 'text'],
  gives: BOOLEAN,
  compute: (text, part) => (text.startsWith(part) ? 1 : 0),
})
