import { latinDigits } from './latinDigits.ts'

/** Names by month, first the English ones (three letters are enough), then the two Arabic sets in use. */
const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ENGLISH_FULL = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const ARABIC = [
  'يناير',
  'فبراير',
  'مارس',
  'أبريل',
  'مايو',
  'يونيو',
  'يوليو',
  'أغسطس',
  'سبتمبر',
  'أكتوبر',
  'نوفمبر',
  'ديسمبر',
]
const LEVANTINE = [
  'كانون الثاني',
  'شباط',
  'آذار',
  'نيسان',
  'أيار',
  'حزيران',
  'تموز',
  'آب',
  'أيلول',
  'تشرين الأول',
  'تشرين الثاني',
  'كانون الأول',
]

function monthByName(name: string): number | null {
  const word = name.trim().toLowerCase().replace(/\.$/, '')
  const english = ENGLISH_FULL.indexOf(word)
  const short = ENGLISH.indexOf(word === 'sept' ? 'sep' : word)
  const found = Math.max(english, short, ARABIC.indexOf(word), LEVANTINE.indexOf(word))
  return found < 0 ? null : found + 1
}

const fullYear = (digits: string): number => Number(digits) + (digits.length === 2 ? 2000 : 0)
const pad = (value: number): string => String(value).padStart(2, '0')
const isoMonth = (year: number, month: number): string | null =>
  month >= 1 && month <= 12 && year >= 1000 ? `${year}-${pad(month)}` : null

function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? `${year}-${pad(month)}-${pad(day)}`
    : null
}

/** Which number comes first in 01/02/2025. */
export type DateOrder = 'day-first' | 'month-first'

/** The ISO date ("2025-03-31") that people mean, or null: ISO, numbers in the given order, or with the month's name. */
export function parseDate(text: string, order: DateOrder = 'day-first'): string | null {
  const clean = latinDigits(text.trim())
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(clean)
  if (iso !== null) {
    return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  }
  // two digits with dashes between them may be anything: 25-01-02 begins with a day or with a year
  const numeric =
    /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(clean) ??
    /^(\d{1,2})([/.])(\d{1,2})\2(\d{2})$/.exec(clean)?.toSpliced(2, 1)
  if (numeric !== null && numeric !== undefined) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])]
    const [day, month] = order === 'day-first' ? [first, second] : [second, first]
    return isoDate(fullYear(numeric[3] ?? ''), month, day)
  }
  const named = /^(\d{1,2})[\s-]+([^\d,]+?)[\s,-]+(\d{4}|\d{2})$/.exec(clean)
  if (named !== null) {
    return isoDate(fullYear(named[3] ?? ''), monthByName(named[2] ?? '') ?? 0, Number(named[1]))
  }
  const american = /^([^\d,]+?)\s+(\d{1,2}),?\s+(\d{4})$/.exec(clean)
  return american === null
    ? null
    : isoDate(Number(american[3]), monthByName(american[1] ?? '') ?? 0, Number(american[2]))
}

/** The ISO month ("2025-03") that people mean, or null: "2025-03", "3/2025", "Mar 2025", "Mar-25", or any date in it. */
export function parseMonth(text: string, order: DateOrder = 'day-first'): string | null {
  const clean = latinDigits(text.trim())
  const iso = /^(\d{4})[-/](\d{1,2})$/.exec(clean)
  if (iso !== null) {
    return isoMonth(Number(iso[1]), Number(iso[2]))
  }
  const numeric = /^(\d{1,2})[/.-](\d{4})$/.exec(clean)
  if (numeric !== null) {
    return isoMonth(Number(numeric[2]), Number(numeric[1]))
  }
  const named = /^([^\d,]+?)[\s,-]+(\d{4}|\d{2})$/.exec(clean)
  if (named !== null) {
    return isoMonth(fullYear(named[2] ?? ''), monthByName(named[1] ?? '') ?? 0)
  }
  return parseDate(clean, order)?.slice(0, 7) ?? null
}
