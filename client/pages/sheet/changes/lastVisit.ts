/** So long a person is away before they are back for another visit. */
const AWAY_MS = 30 * 60 * 1000

/** Goes with the rest of a person's data when they sign out. */
const keyOf = (sheet: string): string => `carbonsheet.visit.${sheet}`

/** Times in milliseconds since 1970. */
interface Visits {
  /** When the visit before this one ended; null: there was none on this device. */
  before: number | null
  /** When the person was last seen here. */
  seen: number
}

/**
 * When the person was here before this visit, on this device; null when they were not. Coming back after a short while, or
 * loading the page anew, goes on with the same visit.
 */
export function beginVisit(sheet: string, now: number): number | null {
  const known = read(sheet)
  const before = known === null ? null : now - known.seen > AWAY_MS ? known.seen : known.before
  write(sheet, { before, seen: now })
  return before
}

/** The person is still here. */
export function goOnVisiting(sheet: string, now: number): void {
  write(sheet, { before: read(sheet)?.before ?? null, seen: now })
}

function read(sheet: string): Visits | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(sheet)) ?? 'null')
    const [before, seen] = Array.isArray(kept) ? (kept as unknown[]) : []
    return typeof seen === 'number' ? { before: typeof before === 'number' ? before : null, seen } : null
  } catch {
    return null // not written by us
  }
}

function write(sheet: string, { before, seen }: Visits): void {
  try {
    localStorage.setItem(keyOf(sheet), JSON.stringify([before, seen]))
  } catch {
    // no room on this device: the next visit knows of none before it
  }
}
