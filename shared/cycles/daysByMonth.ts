import { daysOf as daysOfMonth, monthsOfCycle } from './monthShift.ts'
import { daysOf, type Period } from './period.ts'

/** The days of a period by month, as far as they lie in a cycle. */
export interface DaysByMonth {
  /** Months that have some of them, in order. */
  months: { month: string; days: number }[]
  /** Days before or after the cycle. */
  outside: number
  /** All of them; below 1 when the period ends before it starts. */
  total: number
}

/**
 * How the days of a period, such as that of a bill, lie in a cycle. The first and the last day both count (a bill of one day
 * begins and ends on it), so bills that follow each other share no day when one begins on the day after the other's end.
 */
export function daysByMonth(period: Period, cycle: Period): DaysByMonth {
  const total = daysOf(period)
  const months = monthsOfCycle(cycle.startsOn, cycle.endsOn).flatMap((month) => {
    const whole = { startsOn: `${month}-01`, endsOn: `${month}-${daysOfMonth(month)}` }
    const days = daysOf(common(common(period, cycle), whole))
    return days > 0 ? [{ month, days }] : []
  })
  return { months, outside: total - months.reduce((sum, { days }) => sum + days, 0), total }
}

const common = (one: Period, other: Period): Period => ({
  startsOn: one.startsOn > other.startsOn ? one.startsOn : other.startsOn,
  endsOn: one.endsOn < other.endsOn ? one.endsOn : other.endsOn,
})
