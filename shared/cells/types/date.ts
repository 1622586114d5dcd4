import { parseDate } from '../parseDate.ts'
import type { CellType } from './CellType.ts'

const isDate = (value: unknown): boolean => typeof value === 'string' && parseDate(value) === value

/** A day; the cell stores it as ISO ("2025-03-31"). */
export const date: CellType = {
  rules: ['min', 'max', 'unique'],
  isFree: false,
  isList: false,
  hasOptions: false,
  hasUnit: false,
  isWords: false,
  expected: 'a date like "2025-03-31"',
  coerce: ({ text }) => parseDate(text) ?? text,
  format(value, _field, words) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
    return parts === null ? value : `${Number(parts[3])} ${words.months[Number(parts[2]) - 1] ?? parts[2]} ${parts[1]}`
  },
  problem: (value, { name }, shown) =>
    isDate(value)
      ? null
      : { code: 'not-a-date', message: `${name}: “${shown}” is not a date. Write it like 2025-03-31 or 31/03/2025.` },
  takes: () => isDate,
}
