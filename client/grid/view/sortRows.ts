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
function ranksOf(field: Field, data: ColumnData, collator: Intl.Collator): Float64Array {
  const { classes, codes, texts } = data
  const used = new Set<number>()
  for (let i = 0; i < codes.length; i++) {
    if (classes[i] === VALUE) {
      used.add(codes[i]!)
    }
  }
  const text = comparable(data)
  const entries = Array.from(used, (code) => ({ code, text: text(texts[code]!) }))
  const compare = textOrder(field, collator)
  entries.sort((a, b) => compare(a.text, b.text))
  const ranks = new Float64Array(texts.length)
  let rank = 0
  entries.forEach(({ code, text: one }, i) => {
    rank += i > 0 && compare(entries[i - 1]!.text, one) !== 0 ? 1 : 0
    ranks[code] = rank
  })
  return ranks
}

/** By which words a text of this column is compared: its label, or those of its items. */
export const comparable =
  ({ parts, labelOf }: ColumnData): ((text: string) => string) =>
  (text) =>
    parts === null ? labelOf(text) : parts(text).map(labelOf).join(', ')

/** ISO months and dates, and false before true, stand in the order of their characters; words as people sort them. */
export const textOrder = ({ type }: Field, collator: Intl.Collator): ((a: string, b: string) => number) =>
  CELL_TYPES[type].isWords ? collator.compare : (a, b) => (a < b ? -1 : a > b ? 1 : 0)
