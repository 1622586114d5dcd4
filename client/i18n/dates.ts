/** Western digits in every language, as the numbers beside them. */
const localeOf = (language: string) => (language === 'ar' ? 'ar-u-nu-latn' : 'en-GB')

/** "31 Dec 2025" from an ISO date or instant. */
export function shortDate(iso: string, language: string): string {
  const date = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso)
  return new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(iso.length === 10 ? { timeZone: 'UTC' } : {}),
  }).format(date)
}

/** "9 Jan 2026, 14:02:31", in the time of their own clock. */
export function exactMoment(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
}

/** "Mar" from "2025-03"; with the year on request. */
export function monthName(month: string, language: string, withYear = false): string {
  // British English writes "Sept", which is wider than the eleven others.
  return new Intl.DateTimeFormat(language === 'en' ? 'en-US' : localeOf(language), {
    month: language === 'ar' ? 'long' : 'short',
    ...(withYear ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`))
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
const DATE_AFTER_MS = 7 * 86_400_000

/** "2 hours ago", "now", and the date itself after a week. */
export function whenAgo(iso: string, language: string, now = Date.now()): string {
  const elapsedMs = now - new Date(iso).getTime()
  if (elapsedMs > DATE_AFTER_MS) {
    return shortDate(iso, language)
  }
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto', style: 'short' })
  for (const [unit, unitMs] of UNITS) {
    if (elapsedMs >= unitMs) {
      return format.format(-Math.floor(elapsedMs / unitMs), unit)
    }
  }
  return format.format(0, 'second')
}
