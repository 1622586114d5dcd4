import { applied, PLAIN_NUMBER } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { calendarParts } from './calendar.ts'

export const yearFunction: FormulaFunction = applied({
  name: 'year',
  signature: 'year(date)',
  summary: 'The year of a date or month, as a plain number.',
  parts: ['time'],
  gives: PLAIN_NUMBER,
  compute: (date) => calendarParts(date)?.year ?? null,
  reason: 'no-such-date',
})
