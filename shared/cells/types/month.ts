import { parseMonth } from '../parseDate.ts'
import type { CellType } from './CellType.ts'
import { date } from './date.ts'

const isMonth = (value: unknown): boolean => typeof value === 'string' && parseMonth(value) === value

/** A month of a year; the cell stores it as ISO ("2025-03"). */
export const month: CellType = {
  ...date,
  expected: 'a month like "2025-03"',
  coerce: ({ text }) => parseMonth(text) ?? text,
  format(value, _field, words) {
    const parts = /^(\d{4})-(\d{2})$/.exec(value)
    return parts === null ? value : `${words.months[Number(parts[2]) - 1] ?? parts[2]} ${parts[1]}`
  },
  problem: (value, { name }, shown) =>
    isMonth(value)
      ? null
      : { code: 'not-a-month', message: `${name}: “${shown}” is not a month. Write it like 2025-03 or Mar 2025.` },
  takes: () => isMonth,
}
