/** Reporting periods: calendar years, financial years, and the 52 or 53 weeks of retailers. Days are ISO dates, both inside. */

export interface Period {
  startsOn: string
  endsOn: string
}

export const PERIOD_LENGTHS = ['year', '52-weeks', '53-weeks'] as const
export type PeriodLength = (typeof PERIOD_LENGTHS)[number]

/** The longest period that a cycle may have: three years. Nothing that people report on is longer. */
export const MOST_DAYS = 1096

const DAY_MS = 86_400_000
const WEEKS: Readonly<Record<Exclude<PeriodLength, 'year'>, number>> = { '52-weeks': 364, '53-weeks': 371 }

/** How many days a period has; below 1 when it ends before it starts. */
export function daysOf({ startsOn, endsOn }: Period): number {
  return Math.round((timeOf(endsOn) - timeOf(startsOn)) / DAY_MS) + 1
}

/** The last day of a period of that length; a year from 29 February ends on 28 February. */
export function endOf(startsOn: string, length: PeriodLength): string {
  if (length !== 'year') {
    return dayAfter(startsOn, WEEKS[length] - 1)
  }
  const [year, rest] = [Number(startsOn.slice(0, 4)) + 1, startsOn.slice(4)]
  return rest === '-02-29' ? `${year}-02-28` : dayAfter(`${String(year).padStart(4, '0')}${rest}`, -1)
}

/** Null: an unusual length, such as the short year after a change of the financial year. */
export function lengthOf({ startsOn, endsOn }: Period): PeriodLength | null {
  return PERIOD_LENGTHS.find((length) => endOf(startsOn, length) === endsOn) ?? null
}

/** Whether both contain some day. */
export function overlaps(one: Period, other: Period): boolean {
  return one.startsOn <= other.endsOn && other.startsOn <= one.endsOn
}

export function dayAfter(day: string, days: number): string {
  return new Date(timeOf(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * The year whose factors a period uses: the calendar year that holds the greater part of it, in whole months; of two equal
 * parts the later one, so July to June uses the newer set (UK Government GHG conversion factors, methodology paper).
 */
export function factorYearOf({ startsOn, endsOn }: Period): number {
  const [first, last] = [Number(startsOn.slice(0, 4)), Number(endsOn.slice(0, 4))]
  let best = first
  let most = -1
  for (let year = first; year <= last; year++) {
    const part = {
      startsOn: startsOn > `${year}-01-01` ? startsOn : `${year}-01-01`,
      endsOn: endsOn < `${year}-12-31` ? endsOn : `${year}-12-31`,
    }
    const months = Math.round((daysOf(part) * 12) / 365.25)
    if (months >= most) {
      best = year
      most = months
    }
  }
  return best
}

const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
