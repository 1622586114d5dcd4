/**
 * When a filter of changes begins, as ISO time. Days are those of the person's own clock. `visit`: when they were last here
 * before, in milliseconds since 1970; null: never, and then everything counts.
 */
export function sinceMoment(since: string, now: Date, visit: number | null): string {
  const day = (back: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() - back)
  switch (since) {
    case 'today':
      return day(0).toISOString()
    case 'yesterday':
      return day(1).toISOString()
    case 'week':
      return day(6).toISOString()
    case 'visit':
      return new Date(visit ?? 0).toISOString()
    default:
      return new Date(`${since}T00:00:00`).toISOString()
  }
}
