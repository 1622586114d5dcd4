import { applied, PLAIN_NUMBER } from './applied.ts'
import type { FormulaFunction } from './FormulaFunction.ts'
import { calendarParts } from './calendar.ts'

export const monthFunction: FormulaFunction = applied({
  name: 'month',
  signature: 'month(date)',
  summary: 'The month of a date or month, as a plain number.',
  parts: ['time'],
  gives: PLAIN_NUMBER,
  compute: (date) => calendarParts(date)?.month ?? null,
  reason: 'no-such-date',
})
