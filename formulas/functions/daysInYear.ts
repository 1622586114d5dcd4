import { applied } from './applied.ts'
import { calendarParts, isLeapYear } from './calendar.ts'
import { DAYS } from './dayUnit.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const daysInYearFunction: FormulaFunction = applied({
  name: 'days_in_year',
  signature: 'days_in_year(date)',
  summary: 'Days of the year of a date or month: 365 or 366.',
  parts: ['time'],
  gives: DAYS,
  compute(date) {
    const parts = calendarParts(date)
    return parts && (isLeapYear(parts.year) ? 366 : 365)
  },
  reason: 'no-such-date',
})
