/** The months of a cycle, "2025-01" to "2025-12", from its first and last day. */
export function monthsOf(startsOn: string, endsOn: string): string[] {
  const first = monthNumber(startsOn)
  const count = Math.max(0, monthNumber(endsOn) - first + 1)
  return Array.from({ length: count }, (_, index) => monthText(first + index))
}

/** Months since year 0, so that they can be counted through. */
function monthNumber(isoDate: string): number {
  return Number(isoDate.slice(0, 4)) * 12 + Number(isoDate.slice(5, 7)) - 1
}

function monthText(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}
