import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const trimFunction: FormulaFunction = applied({
  name: 'trim',
  signature: 'trim(text)',
  summary: 'A text without spaces at its ends, and with one where several stand inside.',
  parts: ['text'],
  gives: TEXT,
  compute: (text) => shortEnough(text.trim().split(/\s+/).join(' ')),
})
