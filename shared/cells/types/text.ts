import { isTooLarge, MAX_TEXT_LENGTH } from '../cellValue.ts'
import { asItIs, type CellType } from './CellType.ts'

export const text: CellType = {
  rules: ['mask', 'unique'],
  isFree: true,
  isList: false,
  hasOptions: false,
  hasUnit: false,
  isWords: true,
  expected: 'a text',
  coerce: ({ whole }) => whole,
  format: asItIs,
  problem: (value, { name }) =>
    typeof value === 'string' && value.length > MAX_TEXT_LENGTH
      ? { code: 'too-long', message: `${name}: the text is longer than ${MAX_TEXT_LENGTH} characters. Shorten it.` }
      : null,
  takes: () => (value) => typeof value === 'string' && !isTooLarge(value),
}
