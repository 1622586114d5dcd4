import { applied, TEXT } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { MAX_MADE_TEXT, MAX_SOUGHT } from './textLimit.ts'

export const replaceFunction: FormulaFunction = applied({
  name: 'replace',
  signature: 'replace(text, part, by)',
  summary: 'A text in which another text stands wherever a part of it stood.',
  parts: ['text', 'text', 'text'],
  gives: TEXT,
  compute(text, part, by) {
    if (part === '') {
      return text.length <= MAX_MADE_TEXT ? text : null
    }
    if (part.length > MAX_SOUGHT) {
      return null
    }
    const pieces = text.split(part)
    const length = text.length + (pieces.length - 1) * (by.length - part.length)
    return length <= MAX_MADE_TEXT ? pieces.join(by) : null
  },
})
