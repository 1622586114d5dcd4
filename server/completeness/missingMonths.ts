import { monthsBetween } from '#shared/cycles/monthShift.ts'

/**
 * The months in which a source should have a row and has none. Its rhythm is the smallest distance between two of its months
 * (1: monthly, 3: quarterly, ...); it is expected in that rhythm through the whole period, up to the newest month that its
 * table has: what comes later is not late yet. A source that has less than half of that has no rhythm, and nothing is expected
 * of it.
 */
export function missingMonths(
  months: readonly string[],
  { present, newest }: { present: ReadonlySet<string>; newest: string },
): string[] {
  const own = months.filter((month) => present.has(month))
  const [first] = own
  if (first === undefined || own.length < 2) {
    return []
  }
  const rhythm = Math.min(...own.slice(1).map((month, i) => monthsBetween(own[i]!, month)))
  const expected = months.filter((month) => month <= newest && monthsBetween(first, month) % rhythm === 0)
  return own.length * 2 < expected.length ? [] : expected.filter((month) => !present.has(month))
}
