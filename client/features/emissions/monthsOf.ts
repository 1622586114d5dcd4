/** The months of a cycle, "2025-01" to "2025-12", from its first and last day. */
export function monthsOf(startsOn: string, endsOn: string): string[] {
  const months: string[] = []
  const last = endsOn.slice(0, 7)
  let year = Number(startsOn.slice(0, 4))
  let month = Number(startsOn.slice(5, 7))
  for (;;) {
    const text = `${year}-${String(month).padStart(2, '0')}`
    if (text > last) {
      return months
    }
    months.push(text)
    month === 12 ? ((year += 1), (month = 1)) : (month += 1)
  }
}
