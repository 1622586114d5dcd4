import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const upperFunction: FormulaFunction = applied({
  name: 'upper',
  signature: 'upper(text)',
  summary: 'A text in capital letters.',
  parts: ['text'],
  gives: TEXT,
  compute: (text) => shortEnough(text.toUpperCase()),
})
