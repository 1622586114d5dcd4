import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { EMPTY, ERROR, itemsOf, readColumn, VALUE, type ColumnData } from '../view/columnData.ts'
import { comparable, textOrder } from '../view/sortRows.ts'

/** What the rows of a group have in common in one column. */
export interface GroupValue {
  /** Tells it from the other values of the column. */
  id: string
  /** `error`: cells without a usable value, together. */
  kind: 'value' | 'error' | 'empty'
  /** A number, or a text as `ColumnData` has it; null without a value. */
  value: number | string | null
}

/** A column by the groups that its values make. */
export interface GroupColumn {
  /** By position of the row: which of `values` it has. */
  ordinals: Uint32Array
  /** Those that occur, in the order of their groups. */
  values: readonly GroupValue[]
}

const NO_VALUE: GroupValue = { id: 'empty', kind: 'empty', value: null }
const NOT_USABLE: GroupValue = { id: 'error', kind: 'error', value: null }

/**
 * The groups that a column makes of these rows, in the order in which rows are sorted: by size, time, label or alphabet,
 * errors behind the values and empty cells last in both directions. O(rows), and the sorting of the different values.
 */
export function groupColumn(
  model: SheetModel,
  field: Field,
  slots: Uint32Array,
  { descending, collator }: { descending: boolean; collator: Intl.Collator },
): GroupColumn {
  const data = readColumn(model, field, slots)
  const { classes, numbers, codes, texts } = data
  const found = new Map<number | string | null, number>()
  const values: GroupValue[] = []
  const ordinals = new Uint32Array(slots.length)
  const numberOf = (key: number | string | null, value: () => GroupValue): number => {
    let at = found.get(key)
    if (at === undefined) {
      at = values.push(value()) - 1
      found.set(key, at)
    }
    return at
  }
  for (let i = 0; i < slots.length; i++) {
    if (classes[i] === EMPTY) {
      ordinals[i] = numberOf(null, () => NO_VALUE)
    } else if (classes[i] === ERROR) {
      ordinals[i] = numberOf('error', () => NOT_USABLE)
    } else if (numbers === null) {
      const code = codes[i]!
      ordinals[i] = numberOf(code, () => ({ id: `t${texts[code]!}`, kind: 'value', value: texts[code]! }))
    } else {
      const number = numbers[i]!
      ordinals[i] = numberOf(number, () => ({ id: `n${number}`, kind: 'value', value: number }))
    }
  }
  const order = inOrder(field, data, values, descending ? -1 : 1, collator)
  const places = new Uint32Array(values.length)
  order.forEach((from, place) => (places[from] = place))
  return { ordinals: ordinals.map((from) => places[from]!), values: order.map((from) => values[from]!) }
}

/** Places in `values`, as the groups follow each other. */
function inOrder(
  field: Field,
  data: ColumnData,
  values: readonly GroupValue[],
  sign: 1 | -1,
  collator: Intl.Collator,
): number[] {
  const text = comparable(data)
  const compare = textOrder(field, collator)
  const behind = { value: VALUE, error: ERROR, empty: EMPTY }
  const entries = values.map((one, from) => ({
    one,
    from,
    text: typeof one.value === 'string' ? text(one.value) : '',
  }))
  entries.sort((a, b) => {
    const byKind = behind[a.one.kind] - behind[b.one.kind]
    if (byKind !== 0) {
      return byKind
    }
    const [x, y] = [a.one.value, b.one.value]
    const byValue = typeof x === 'number' && typeof y === 'number' ? x - y : compare(a.text, b.text)
    return sign * byValue || (a.one.id < b.one.id ? -1 : 1)
  })
  return entries.map(({ from }) => from)
}

/** What a cell holds whose row belongs to this group; null also where a group stands for no one value. */
export function cellOfGroup(field: Field, { kind, value }: GroupValue): CellValue {
  if (kind !== 'value' || value === null || typeof value === 'number' || field.type === 'evidence') {
    return kind === 'value' && typeof value === 'number' ? value : null
  }
  return field.type === 'options' ? [...itemsOf(value)] : field.type === 'boolean' ? value === 'true' : value
}
