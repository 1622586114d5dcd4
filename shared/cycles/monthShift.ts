/** Months from one ISO date or month to another, such as the starts of two cycles. */
export function monthsBetween(from: string, to: string): number {
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
  return months(to) - months(from)
}

/** A month (`2024-03`) or date (`2024-03-31`) so many months later; the 31st becomes the last day. Other texts stay. */
export function shiftMonths(value: string, months: number): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value) ?? []
  if (year === undefined || month === undefined) {
    return value
  }
  const at = Number(year) * 12 + Number(month) - 1 + months
  const shifted = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
  return day === undefined ? shifted : `${shifted}-${String(Math.min(Number(day), daysOf(shifted))).padStart(2, '0')}`
}

/** Days of a month like `2025-02`. */
export function daysOf(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()
}

/** The months of a cycle, in order: `2025-01` to `2025-12`. */
export function monthsOfCycle(startsOn: string, endsOn: string): string[] {
  const first = startsOn.slice(0, 7)
  const count = monthsBetween(startsOn, endsOn) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => shiftMonths(first, i))
}
