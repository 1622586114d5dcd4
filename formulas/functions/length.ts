import { applied, PLAIN_NUMBER } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const lengthFunction: FormulaFunction = applied({
  name: 'length',
  signature: 'length(text)',
  summary: 'The number of characters of a text.',
  parts: ['text'],
  gives: PLAIN_NUMBER,
  compute: (text) => Array.from(text).length,
})
