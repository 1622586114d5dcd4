import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { ERROR, readColumn, VALUE, type ColumnData } from './columnData.ts'
import type { SortKey } from './viewState.ts'

/** Behind every value, in both directions. */
const ERROR_KEY = Number.MAX_VALUE
const EMPTY_KEY = Number.POSITIVE_INFINITY

/**
 * Orders rows: numbers by size, months and dates by time, options by label, text as `collator` does; errors behind the
 * values and empty cells last, in both directions. Rows that are alike keep their order. O(n log n), over arrays.
 */
export function sortRows(
  model: SheetModel,
  sort: readonly SortKey[],
  slots: Uint32Array,
  collator: Intl.Collator,
): Uint32Array {
  const keys = sort.flatMap(({ key, descending }) => {
    const field = model.field(key)
    return field === undefined ? [] : [sortKeys(field, readColumn(model, field, slots), descending, collator)]
  })
  const [first, ...others] = keys
  if (first === undefined) {
    return slots
  }
  const positions = Uint32Array.from(slots, (_, i) => i).sort((a, b) => {
    const [x, y] = [first[a]!, first[b]!]
    if (x !== y) {
      return x < y ? -1 : 1
    }
    for (const more of others) {
      const [v, w] = [more[a]!, more[b]!]
      if (v !== w) {
        return v < w ? -1 : 1
      }
    }
    return a - b
  })
  return positions.map((position) => slots[position]!)
}

/** One number per row that orders as the cells do. */
function sortKeys(field: Field, data: ColumnData, descending: boolean, collator: Intl.Collator): Float64Array {
  const { classes, numbers, codes } = data
  const ranks = numbers === null ? ranksOf(field, data, collator) : null
  const sign = descending ? -1 : 1
  const keys = new Float64Array(classes.length)
  for (let i = 0; i < keys.length; i++) {
    const kind = classes[i]
    keys[i] =
      kind === VALUE
        ? sign * (ranks === null ? numbers![i]! : ranks[codes[i]!]!)
        : kind === ERROR
          ? ERROR_KEY
          : EMPTY_KEY
  }
  return keys
}

/** By code: the place of the text among all that occur; those that compare as equal share one. */
function ranksOf(
  field: Field,
  { classes, codes, texts, parts, labelOf }: ColumnData,
  collator: Intl.Collator,
): Float64Array {
  const used = new Set<number>()
  for (let i = 0; i < codes.length; i++) {
    if (classes[i] === VALUE) {
      used.add(codes[i]!)
    }
  }
  const entries = Array.from(used, (code) => ({
    code,
    text: parts === null ? labelOf(texts[code]!) : parts(texts[code]!).map(labelOf).join(', '),
  }))
  // ISO months and dates, and false before true, stand in the order of their characters
  const compare = CELL_TYPES[field.type].isWords
    ? collator.compare
    : (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  entries.sort((a, b) => compare(a.text, b.text))
  const ranks = new Float64Array(texts.length)
  let rank = 0
  entries.forEach(({ code, text }, i) => {
    rank += i > 0 && compare(entries[i - 1]!.text, text) !== 0 ? 1 : 0
    ranks[code] = rank
  })
  return ranks
}
