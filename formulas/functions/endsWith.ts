import { applied, BOOLEAN } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const endsWithFunction: FormulaFunction = applied({
  name: 'ends_with',
  signature: 'ends_with(text, part)',
  summary: 'Whether a text ends with another one.',
  parts: ['text', 'text'],
  gives: BOOLEAN,
  compute: (text, part) => (text.endsWith(part) ? 1 : 0),
})
