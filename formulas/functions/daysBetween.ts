import { applied } from './applied.ts'
import { dayNumber } from './calendar.ts'
import { DAYS } from './dayUnit.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

export const daysBetweenFunction: FormulaFunction = applied({
  name: 'days_between',
  signature: 'days_between(start, end)',
  summary: 'Days from one date to another, without the last day; negative when the second is earlier.',
  parts: ['day', 'day'],
  gives: DAYS,
  compute(start, end) {
    const [from, to] = [dayNumber(start), dayNumber(end)]
    return from === null || to === null ? null : to - from
  },
  reason: 'no-such-date',
})
