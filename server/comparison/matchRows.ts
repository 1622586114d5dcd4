import { shiftMonths } from '#shared/cycles/monthShift.ts'

/** A row as far as it says which source it is of. */
export interface ComparedRow {
  id: string
  site: string | null
  month: string | null
  /** The first text that names it, as far as the reader knows one. */
  text: string | null
  /** Kilograms of CO2e; null when it has no result. */
  co2eKg: number | null
}

/**
 * Which row of before each row of after is, by position; rows without a partner are missing. The same id at the same site
 * first, else the same site, text and month of the period (`months`: from the start of one period to the start of the
 * other); of several that say the same, the first is the first. Linear in rows.
 */
export function matchRows(
  before: readonly ComparedRow[],
  after: readonly ComparedRow[],
  months: number,
): Map<number, number> {
  const partners = new Map<number, number>()
  const taken = new Set<number>()
  const pair = (a: number, b: number): void => (partners.set(a, b), void taken.add(b))
  const byId = new Map(before.map(({ id }, b) => [id, b]))
  after.forEach(({ id, site }, a) => {
    const b = byId.get(id)
    if (b !== undefined && before[b]!.site === site) {
      pair(a, b)
    }
  })
  const bySource = new Map<string, number[]>()
  before.forEach((row, b) => {
    if (!taken.has(b)) {
      const source = sourceOf(row, months)
      const rows = bySource.get(source)
      if (rows === undefined) {
        bySource.set(source, [b])
      } else {
        rows.push(b)
      }
    }
  })
  bySource.forEach((rows) => rows.reverse())
  after.forEach((row, a) => {
    const b = partners.has(a) ? undefined : bySource.get(sourceOf(row, 0))?.pop()
    if (b !== undefined) {
      pair(a, b)
    }
  })
  return partners
}

const sourceOf = ({ site, month, text }: ComparedRow, months: number): string =>
  JSON.stringify([site, month === null ? null : shiftMonths(month, months), text?.trim().toLowerCase() ?? null])
