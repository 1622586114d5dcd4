/** Days of the proleptic Gregorian calendar, without time zones: a date is its text, `2025-01-31`. */

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Number of days of a month from 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Year, month and day (of a month: 1) of a text that is a date or month that exists; else null. */
export function calendarParts(text: string): { year: number; month: number; day: number } | null {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text)
  const [year, month, day] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3] ?? 1)]
  return found && isDate(year, month, day) ? { year, month, day } : null
}

/** Whether there is such a day; years are 1 to 9999. */
export const isDate = (year: number, month: number, day: number): boolean =>
  [year, month, day].every(Number.isInteger) &&
  year >= 1 &&
  year <= 9999 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= daysInMonth(year, month)

/** Days since an arbitrary day, by counting; only differences mean something. */
export function dayNumber(text: string): number | null {
  const parts = calendarParts(text)
  if (!parts) {
    return null
  }
  const before = parts.year - 1
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + parts.day
  for (let month = 1; month < parts.month; month++) {
    days += daysInMonth(parts.year, month)
  }
  return days
}
