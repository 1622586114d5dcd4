import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const rightFunction: FormulaFunction = applied({
  name: 'right',
  signature: 'right(text, count)',
  summary: 'The last characters of a text.',
  parts: ['text', 'count'],
  gives: TEXT,
  compute(text, count) {
    const characters = Array.from(text)
    return shortEnough(characters.slice(Math.max(0, characters.length - Math.max(0, Math.trunc(count)))).join(''))
  },
})
