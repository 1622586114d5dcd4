import { type DateOrder, parseDate, parseMonth } from './parseDate.ts'

/** Fields that hold a day or a month. */
export type DatedType = 'date' | 'month'

/** Two short parts and a year of two or four digits: only such a text depends on the order. */
const THREE_PARTS = /^\s*\S{1,2}[/.-]\S{1,2}[/.-](?:\S{4}|\S{2})\s*$/

/** A text as a date (or month) with each order; null where it is none that way. */
export function dateWays(text: string, type: DatedType): Record<DateOrder, string | null> {
  const parse = type === 'date' ? parseDate : parseMonth
  const dayFirst = parse(text, 'day-first')
  return { 'day-first': dayFirst, 'month-first': THREE_PARTS.test(text) ? parse(text, 'month-first') : dayFirst }
}

/** The date of a text in a column with this order. A text that is a date in one way only is that date. */
export function dateOf(text: string, type: DatedType, order: DateOrder): string | null {
  const ways = dateWays(text, type)
  return ways[order] ?? ways['day-first'] ?? ways['month-first']
}

/** Whether a text is two different dates, depending on the order. */
export function hasOpenOrder(text: string, type: DatedType): boolean {
  const ways = dateWays(text, type)
  const [first, second] = [ways['day-first'], ways['month-first']]
  return first !== null && second !== null && first !== second
}

/** Gathers how the dates of a column are written, text by text, so that the column need not be there at once. */
export class DateEvidence {
  readonly #type: DatedType
  readonly #seen = { dayFirst: false, monthFirst: false }
  #isOpen = false

  constructor(type: DatedType) {
    this.#type = type
  }

  /** Whether the text depends on the order. */
  add(text: string): boolean {
    if (!THREE_PARTS.test(text)) {
      return false
    }
    const ways = dateWays(text, this.#type)
    const [dayFirst, monthFirst] = [ways['day-first'], ways['month-first']]
    if (dayFirst === monthFirst) {
      return false
    }
    this.#seen.dayFirst ||= monthFirst === null
    this.#seen.monthFirst ||= dayFirst === null
    this.#isOpen ||= dayFirst !== null && monthFirst !== null
    return true
  }

  /** One text that is a date in one way only decides. 'open': nothing does, or the column contradicts itself, and one is two dates. */
  get order(): DateOrder | 'open' {
    const { dayFirst, monthFirst } = this.#seen
    if (dayFirst !== monthFirst) {
      return dayFirst ? 'day-first' : 'month-first'
    }
    return this.#isOpen ? 'open' : 'day-first'
  }
}

/** The order of the numbers in a column of dates, as `DateEvidence` tells it. Complexity: the number of texts. */
export function dateOrderOf(texts: Iterable<string>, type: DatedType): DateOrder | 'open' {
  const evidence = new DateEvidence(type)
  for (const text of texts) {
    evidence.add(text)
  }
  return evidence.order
}
