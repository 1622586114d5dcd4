import { isOptionOf, optionOf } from './optionNames.ts'
import type { CellType } from './CellType.ts'

/** One choice of a list; the cell stores its id. */
export const option: CellType = {
  rules: ['unique'],
  isFree: false,
  isList: false,
  hasOptions: true,
  hasUnit: false,
  isWords: true,
  expected: 'the id of one of its options',
  coerce: ({ text }, { options }) => optionOf(options, text) ?? text,
  format: (value, { options }) => options.find(({ id }) => id === value)?.label ?? value,
  problem: (value, { name, options }, shown) =>
    typeof value === 'string' && isOptionOf(options, value)
      ? null
      : {
          code: 'not-an-option',
          message: `${name}: “${shown}” is not in the list. Pick one of its ${options.length} choices.`,
        },
  takes({ options }) {
    const ids = new Set<unknown>(options.map(({ id }) => id))
    return (value) => ids.has(value)
  },
}
