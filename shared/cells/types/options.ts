import { isTooLarge, MAX_LIST_LENGTH } from '../cellValue.ts'
import { shorten, type CellType } from './CellType.ts'
import { isOptionOf } from './optionNames.ts'
import { parseOptions } from './parseOptions.ts'

/**
 * Several choices of a list; the cell stores their ids in the order in which they were chosen. A text that names none is
 * kept among them as it is, and marked. The list is one value: of two people who choose at once, the last write stands
 * whole, as in any other cell.
 */
export const options: CellType = {
  rules: [],
  isFree: false,
  isList: true,
  hasOptions: true,
  hasUnit: false,
  isWords: true,
  expected: `a list of ids of its options, ${MAX_LIST_LENGTH} at most and none twice`,
  coerce: ({ text }, field) => parseOptions(field.options, text),
  format: (value) => value,
  problem(value, { name, options: choices }) {
    // a text is no list, whatever it says
    const unknown = Array.isArray(value) ? value.filter((id) => !isOptionOf(choices, id)) : [String(value)]
    return unknown.length === 0
      ? null
      : {
          code: 'not-an-option',
          message: `${name}: “${shorten(unknown.join(', '))}” is not in the list. Pick from its ${choices.length} choices.`,
        }
  },
  takes(field) {
    const ids = new Set<unknown>(field.options.map(({ id }) => id))
    return (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      !isTooLarge(value) &&
      new Set(value).size === value.length &&
      value.every((id) => ids.has(id))
  },
}
