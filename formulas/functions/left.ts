import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { shortEnough } from './textLimit.ts'

export const leftFunction: FormulaFunction = applied({
  name: 'left',
  signature: 'left(text, count)',
  summary: 'The first characters of a text.',
  parts: ['text', 'count'],
  gives: TEXT,
  compute: (text, count) =>
    shortEnough(
      Array.from(text)
        .slice(0, Math.max(0, Math.trunc(count)))
        .join(''),
    ),
})
