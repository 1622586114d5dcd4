import { atOnce } from '#collab/schema/inSlices.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { ERROR, readColumn, VALUE, type ColumnData } from './columnData.ts'
import { prepareRanks, textRanks } from './textRanks.ts'
import type { SortKey } from './viewState.ts'

/** Behind every value, in both directions. */
const ERROR_KEY = Number.MAX_VALUE
const EMPTY_KEY = Number.POSITIVE_INFINITY

/** Of fewer rows only the texts that occur are compared, not all of the column. */
const FEW = 200

/** `sortRowsInSteps` at once. */
export const sortRows = (...of: Parameters<typeof sortRowsInSteps>): Uint32Array => atOnce(sortRowsInSteps(...of))

/**
 * Orders rows: numbers by size, months and dates by time, options by label, text as `collator` does; errors behind the
 * values and empty cells last, in both directions. Rows that are alike keep their order. O(n log n) for each column, over
 * arrays of numbers, in steps of some milliseconds when there are 100,000.
 */
export function* sortRowsInSteps(
  model: SheetModel,
  sort: readonly SortKey[],
  slots: Uint32Array,
  collator: Intl.Collator,
): Generator<void, Uint32Array> {
  let positions = Uint32Array.from(slots, (_, i) => i)
  for (const { key, descending } of sort.toReversed()) {
    const field = model.field(key)
    if (field !== undefined) {
      const keys = sortKeys(field, readColumn(model, field, slots), descending, collator)
      yield
      const places = yield* placesOf(keys)
      positions = deal(positions, places)
      yield
    }
  }
  return positions.map((position) => slots[position]!)
}

/** In steps: what `sortRows` would need long for in a large sheet. It is kept, and then sorting is quick. */
export function* prepareSort(
  model: SheetModel,
  sort: readonly SortKey[],
  collator: Intl.Collator,
): Generator<void, void> {
  for (const { key } of sort) {
    const field = model.field(key)
    if (field !== undefined && isRankedWhole(field)) {
      yield* prepareRanks(model.store.codes(field.ordinal).dictionary, collator)
    }
  }
}

/** Columns of texts that people write; what cells of others are called may change. */
const isRankedWhole = ({ type }: Field): boolean => CELL_TYPES[type].isFree

/** By position: how many different keys are smaller. */
function* placesOf(keys: Float64Array): Generator<void, Uint32Array> {
  const sorted = keys.toSorted()
  yield
  let count = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[count - 1]) {
      sorted[count++] = sorted[i]!
    }
  }
  return Uint32Array.from(keys, (key) => placeIn(sorted, count, key))
}

/** Where a number stands among the first `count`, which ascend. */
function placeIn(sorted: Float64Array, count: number, key: number): number {
  let [low, high] = [0, count - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < key) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low
}

/** Positions by their place; those of one place stay in their order, so that what was dealt before decides among them. */
function deal(positions: Uint32Array, places: Uint32Array): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(positions.length + 1)
  for (const place of places) {
    starts[place + 1]!++
  }
  for (let i = 1; i < starts.length; i++) {
    starts[i]! += starts[i - 1]!
  }
  const dealt = new Uint32Array(positions.length)
  for (const position of positions) {
    dealt[starts[places[position]!]!++] = position
  }
  return dealt
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
  if (isRankedWhole(field) && codes.length > FEW) {
    return textRanks(texts, collator)
  }
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
