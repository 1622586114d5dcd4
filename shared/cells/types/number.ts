import { parseNumber } from '../parseNumber.ts'
import { asItIs, type CellType } from './CellType.ts'

export const number: CellType = {
  rules: ['min', 'max', 'unique'],
  isFree: false,
  isList: false,
  hasOptions: false,
  hasUnit: true,
  isWords: false,
  expected: 'a number',
  coerce: ({ text, raw }) => (typeof raw === 'number' ? raw : (parseNumber(text) ?? text)),
  format: asItIs,
  problem: (value, { name }, shown) =>
    typeof value === 'number'
      ? null
      : {
          code: 'not-a-number',
          message: `${name}: “${shown}” is not a number. Write digits with a point for decimals, like 1204.5.`,
        },
  takes: () => Number.isFinite,
}
