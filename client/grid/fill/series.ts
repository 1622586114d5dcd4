/** How a filled range goes on, by the rules of Excel: for one lane, which is a column when filling down, a row when filling across. */
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { FieldType } from '#shared/fields/field.ts'

export interface Lane {
  /** Of the field that the first cell lies in; texts in a date column are no dates. */
  type: FieldType
  /** In reading order. */
  values: readonly CellValue[]
}

export interface SeriesOptions {
  /** Up, or against the reading direction: the series goes on before its first value. */
  isReversed?: boolean
  /** Repeats the values instead of going on with them. */
  isCopy?: boolean
}

/** The next `count` values, nearest first. Several numbers go on along their straight line, one is repeated. */
export function continueSeries(
  { type, values }: Lane,
  count: number,
  { isReversed = false, isCopy = false }: SeriesOptions = {},
): CellValue[] {
  const source = isReversed ? values.toReversed() : values
  const next = isCopy || source.length === 0 ? null : rule(type, source, isReversed ? -1 : 1)
  return Array.from({ length: count }, (_, i) =>
    next === null ? (source[i % source.length] ?? null) : next(source.length + i),
  )
}

/** The value at a place of the series, counted from its first one. */
type Rule = (place: number) => CellValue

function rule(type: FieldType, source: readonly CellValue[], direction: 1 | -1): Rule | null {
  switch (type) {
    case 'number':
      return isAll(source, 'number') ? alongLine(source) : null
    case 'date':
      return isAll(source, 'string') ? overDays(source, direction) : null
    case 'month':
      return isAll(source, 'string') ? overMonths(source, direction) : null
    case 'text':
      return isAll(source, 'string') ? numbered(source, direction) : null
    default:
      return null
  }
}

interface Kinds {
  number: number
  string: string
}

function isAll<K extends keyof Kinds>(values: readonly CellValue[], kind: K): values is Kinds[K][] {
  return values.every((value) => typeof value === kind)
}

/** Least squares, as Excel does; without the noise of binary fractions. */
function alongLine(numbers: readonly number[]): Rule | null {
  if (numbers.length < 2) {
    return null
  }
  const middle = (numbers.length - 1) / 2
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const spread = numbers.reduce((sum, _, x) => sum + (x - middle) ** 2, 0)
  const slope = numbers.reduce((sum, value, x) => sum + (x - middle) * (value - mean), 0) / spread
  return (place) => Number((mean + slope * (place - middle)).toPrecision(12))
}

/** The constant step of whole numbers; null when it is not constant. One number: the step is `direction`. */
function stepOf(numbers: readonly number[], direction: 1 | -1): number | null {
  const [first, second] = numbers
  const step = first === undefined || second === undefined ? direction : second - first
  return numbers.every((value, i) => i === 0 || value - numbers[i - 1]! === step) ? step : null
}

const DAY_MS = 86_400_000
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const ISO_MONTH = /^(\d{4})-(\d{2})$/

const monthNumber = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1
const isoMonth = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`

function overMonths(months: readonly string[], direction: 1 | -1): Rule | null {
  const numbers = months.map(monthNumber)
  const step = months.every((month) => ISO_MONTH.test(month)) ? stepOf(numbers, direction) : null
  return step === null ? null : (place) => isoMonth(numbers[0]! + step * place)
}

/** Days, or months when several dates have the same day of the month; a day that a month does not have is its last. */
function overDays(dates: readonly string[], direction: 1 | -1): Rule | null {
  if (!dates.every((date) => ISO_DATE.test(date))) {
    return null
  }
  const day = dates[0]!.slice(8)
  const months = dates.map(monthNumber)
  const monthStep = dates.length > 1 && dates.every((date) => date.slice(8) === day) ? stepOf(months, direction) : null
  if (monthStep !== null && monthStep !== 0) {
    return (place) => {
      const month = months[0]! + monthStep * place
      const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
      return `${isoMonth(month)}-${String(Math.min(Number(day), lastDay)).padStart(2, '0')}`
    }
  }
  const days = dates.map((date) => Date.parse(date) / DAY_MS)
  const step = stepOf(days, direction)
  return step === null ? null : (place) => new Date((days[0]! + step * place) * DAY_MS).toISOString().slice(0, 10)
}

const NUMBERED = /^(.*?)(\d{1,15})$/s

/** "Item 1" goes on with "Item 2", and "007" with "008"; there is nothing below zero. */
function numbered(texts: readonly string[], direction: 1 | -1): Rule | null {
  const parts = texts.map((text) => NUMBERED.exec(text))
  const [prefix, digits] = [parts[0]?.[1], parts[0]?.[2]]
  if (digits === undefined || !parts.every((part) => part?.[1] === prefix)) {
    return null
  }
  const numbers = parts.map((part) => Number(part![2]))
  const step = stepOf(numbers, direction)
  const width = digits.startsWith('0') ? digits.length : 1
  return step === null
    ? null
    : (place) => `${prefix}${String(Math.max(0, numbers[0]! + step * place)).padStart(width, '0')}`
}
