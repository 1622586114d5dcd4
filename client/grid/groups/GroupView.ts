import type { CellValue } from '#shared/cells/cellValue.ts'
import type { GridRow } from '../model/SheetModel.ts'
import type { Folds } from './Folds.ts'
import { cellOfGroup, type GroupValue } from './groupColumn.ts'
import type { Grouping } from './Grouping.ts'
import { groupId, isGroupId } from './groupId.ts'
import { layOutGroups, type GroupedRows, type GroupHead } from './layOutGroups.ts'
import type { RowOrder } from './RowOrder.ts'

/** The rows that are grouped. */
export interface GroupPorts {
  order: () => RowOrder
  /** Those of these rows that exist now. */
  live: (rows: readonly string[]) => GridRow[]
  /** The row of the grid for an id, the same object for ever. */
  head: (id: string) => GridRow
  /** Groups were opened or closed. */
  onFold: () => void
}

/** Groups of rows as the grid shows them: heads between the rows, and nothing of what is closed. */
export class GroupView {
  readonly #grouping: Grouping
  readonly #folds: Folds
  readonly #ports: GroupPorts
  #laidOut: GroupedRows | null = null
  /** Groups with the rows that exist now. */
  #live: { path: readonly GroupValue[]; rows: GridRow[] }[] | null = null

  constructor(grouping: Grouping, folds: Folds, ports: GroupPorts) {
    this.#grouping = grouping
    this.#folds = folds
    this.#ports = ports
  }

  /** Whether rows are grouped at all. */
  get isOn(): boolean {
    return this.#grouping.fields.length > 0
  }

  /** Rows came, went or stand elsewhere. */
  forget(): void {
    this.#laidOut = null
    this.#live = null
  }

  lines(): readonly GridRow[] {
    return this.#layOut().lines
  }

  /** The number of the row at a place of the grid, from 1; heads are not counted. */
  numberAt(index: number): number {
    const heads = this.isOn ? this.#layOut().headsAt : []
    let [low, high] = [0, heads.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (heads[middle]! < index) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return index + 1 - low
  }

  /** The head of a group; null when there is no such group now. */
  head(id: string): GroupHead | null {
    return this.isOn ? (this.#layOut().heads.get(id) ?? null) : null
  }

  /** The heads above a row, or those around a group and its own, the outermost first. */
  headsOf(row: string): GroupHead[] {
    const path = this.#pathOf(row)
    const { fields } = this.#grouping
    return path.flatMap((_, level) => {
      const own = path.slice(0, level + 1)
      return this.head(groupId(own.map(({ id }, i) => ({ key: fields[i]?.key ?? '', value: id })))) ?? []
    })
  }

  /** What a row has to hold to belong where this row, or this group, stands. */
  valuesAt(row: string): ReadonlyMap<string, CellValue> {
    const path = this.#pathOf(row)
    return new Map(
      this.#grouping.fields.flatMap((field, level): [string, CellValue][] => {
        const value = path[level]
        return value === undefined ? [] : [[field.key, cellOfGroup(field, value)]]
      }),
    )
  }

  /** Closes or opens a group; false when it was so already. */
  fold(id: string, isClosed: boolean): boolean {
    const changes = this.head(id) !== null && this.#folds.fold(id, isClosed)
    if (changes) {
      this.#folded()
    }
    return changes
  }

  /** All groups, also those that come later. */
  foldAll(areClosed: boolean): void {
    this.#folds.foldAll(areClosed)
    this.#folded()
  }

  /** Opens the groups that a row, or a group, is in. */
  open(row: string): void {
    const around = this.headsOf(row).filter(({ id, isOpen }) => !isOpen && id !== row)
    if (around.length > 0) {
      around.forEach(({ id }) => this.#folds.fold(id, false))
      this.#folded()
    }
  }

  #folded(): void {
    this.#laidOut = null
    this.#ports.onFold()
  }

  #pathOf(row: string): readonly GroupValue[] {
    if (!this.isOn) {
      return []
    }
    return (isGroupId(row) ? this.head(row)?.path : this.#ports.order().runOf(row)?.path) ?? []
  }

  #layOut(): GroupedRows {
    this.#live ??= this.#ports.order().runs.map(({ path, rows }) => ({ path, rows: this.#ports.live(rows) }))
    this.#laidOut ??= layOutGroups(
      this.#live,
      this.#grouping.fields.map(({ key }) => key),
      this.#folds,
      this.#ports.head,
    )
    return this.#laidOut
  }
}
