import { applied, TEXT } from './applied.ts'
import { isDate } from './calendar.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const dateFunction: FormulaFunction = applied({
  name: 'date',
  signature: 'date(year, month, day)',
  summary: 'The date of a year, a month and a day, each a number.',
  parts: ['count', 'count', 'count'],
  gives: { ...TEXT, time: 'date' },
  compute: (year, month, day) =>
    isDate(year, month, day)
      ? `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      : null,
  reason: 'no-such-date',
})
