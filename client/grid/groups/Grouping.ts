import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { SortKey } from '../view/viewState.ts'
import { groupColumn, type GroupColumn, type GroupValue } from './groupColumn.ts'
import { inGroups } from './RowOrder.ts'

type GroupPath = readonly GroupValue[]

/** Rows by groups. */
interface Arranged {
  slots: Uint32Array
  /** The group of the row at a place among them; the same object as long as it is the same group. */
  pathAt: (place: number) => GroupPath
}

/** The one group of a sheet without groups. */
const NO_GROUP: GroupPath = []

/** By which columns rows are grouped, and what that makes of rows. A sort by such a column turns its groups round. */
export class Grouping {
  readonly #model: SheetModel
  readonly #sort: readonly SortKey[]
  readonly #collator: Intl.Collator
  /** The columns, the outermost first, as far as the sheet has them. */
  readonly fields: readonly Field[]

  constructor(model: SheetModel, keys: readonly string[], sort: readonly SortKey[], collator: Intl.Collator) {
    this.#model = model
    this.#sort = sort
    this.#collator = collator
    this.fields = keys.flatMap((key) => model.field(key) ?? [])
  }

  /** The same rows with those of a group together, in the order in which they stood. */
  arrange(slots: Uint32Array): Arranged {
    const columns = this.#columns(slots)
    if (columns.length === 0) {
      return { slots, pathAt: () => NO_GROUP }
    }
    const positions = inGroups(columns, slots.length)
    return { slots: positions.map((position) => slots[position]!), pathAt: pathsOf(columns, positions) }
  }

  /** By position among these rows: the group that the row belongs to now. */
  pathsOf(slots: Uint32Array): (position: number) => GroupPath {
    const columns = this.#columns(slots)
    return columns.length === 0 ? () => NO_GROUP : pathsOf(columns, null)
  }

  #columns(slots: Uint32Array): GroupColumn[] {
    return this.fields.map((field) => {
      const descending = this.#sort.find(({ key }) => key === field.key)?.descending === true
      return groupColumn(this.#model, field, slots, { descending, collator: this.#collator })
    })
  }
}

/** The same object as long as it is the same group. `positions`: where the rows stand in the columns; null: as they are. */
function pathsOf(columns: readonly GroupColumn[], positions: Uint32Array | null): (index: number) => GroupPath {
  let path = NO_GROUP
  let last = -1
  return (index) => {
    const at = positions === null ? index : positions[index]!
    if (last < 0 || columns.some(({ ordinals }) => ordinals[at] !== ordinals[last])) {
      path = columns.map(({ ordinals, values }) => values[ordinals[at]!]!)
      last = at
    }
    return path
  }
}
