import { applied, PLAIN_NUMBER } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { calendarParts } from './calendar.ts'

export const dayFunction: FormulaFunction = applied({
  name: 'day',
  signature: 'day(date)',
  summary: 'The day of the month of a date, as a plain number.',
  parts: ['day'],
  gives: PLAIN_NUMBER,
  compute: (date) => calendarParts(date)?.day ?? null,
  reason: 'no-such-date',
})
