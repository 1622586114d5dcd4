import { applied } from './applied.ts'
import { calendarParts, daysInMonth } from './calendar.ts'
import { DAYS } from './dayUnit.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const daysInMonthFunction: FormulaFunction = applied({
  name: 'days_in_month',
  signature: 'days_in_month(date)',
  summary: 'Days of the month of a date or month: 28 to 31.',
  parts: ['time'],
  gives: DAYS,
  compute(date) {
    const parts = calendarParts(date)
    return parts && daysInMonth(parts.year, parts.month)
  },
  reason: 'no-such-date',
})
