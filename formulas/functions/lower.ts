import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const lowerFunction: FormulaFunction = applied({
  name: 'lower',
  signature: 'lower(text)',
  summary: 'A text in small letters.',
  parts: ['text'],
  gives: TEXT,
  compute: (text) => shortEnough(text.toLowerCase()),
})
