import type { Field } from '#shared/fields/field.ts'
import type { CellWords } from '#shared/cells/formatCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { EMPTY, readColumn, VALUE } from './columnData.ts'
import { shownText } from './filterRows.ts'

/** What a column holds, for its filter. */
export interface ValueCounts {
  /** In the order of the column; none for numbers. */
  values: { value: string; label: string; count: number }[]
  empty: number
  errors: number
}

/** Counts the values of a column over these rows; of a column of lists, each of their items. */
export function countValues(
  model: SheetModel,
  field: Field,
  slots: Uint32Array,
  { collator, words }: { collator: Intl.Collator; words: CellWords },
): ValueCounts {
  const { classes, numbers, codes, texts, parts, isMarked } = readColumn(model, field, slots)
  const counts = new Map<number, number>()
  let [empty, errors] = [0, 0]
  for (let i = 0; i < classes.length; i++) {
    if (classes[i] !== VALUE) {
      empty += classes[i] === EMPTY ? 1 : 0
      errors += classes[i] === EMPTY ? 0 : 1
      continue
    }
    errors += isMarked?.(i) === true ? 1 : 0
    if (numbers === null) {
      counts.set(codes[i]!, (counts.get(codes[i]!) ?? 0) + 1)
    }
  }
  const byText = new Map<string, number>()
  for (const [code, count] of counts) {
    for (const value of parts?.(texts[code]!) ?? [texts[code]!]) {
      byText.set(value, (byText.get(value) ?? 0) + count)
    }
  }
  const values = Array.from(byText, ([value, count]) => ({ value, label: shownText(field, value, words), count }))
  const { isWords } = CELL_TYPES[field.type]
  values.sort(isWords ? (a, b) => collator.compare(a.label, b.label) : (a, b) => (a.value < b.value ? -1 : 1))
  return { values, empty, errors }
}
