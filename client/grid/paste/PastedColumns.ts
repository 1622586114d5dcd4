import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { StoreColumn } from '#collab/schema/StoreColumn.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'

/**
 * A sheet as it would be after a paste, for reading: the columns of the sheet with other cells in them and rows behind
 * the last one. A column that the paste changes is copied when it is first asked for. It holds for one moment, so it
 * never tells of a change. Memory: the columns that are copied.
 */
export class PastedColumns implements SheetColumns {
  readonly rowIds: readonly string[]
  readonly ordinals: ReadonlySet<number>
  readonly #sheet: SheetColumns
  readonly #live: Uint32Array
  readonly #newSlots: ReadonlyMap<string, number>
  readonly #writes: ReadonlyMap<number, CellWrite[]>
  readonly #columns = new Map<number, StoreColumn>()

  constructor(sheet: SheetColumns, writes: readonly CellWrite[], newRows: readonly string[]) {
    this.#sheet = sheet
    const known = sheet.rowIds.length
    this.rowIds = [...sheet.rowIds, ...newRows]
    this.#newSlots = new Map(newRows.map((row, i) => [row, known + i]))
    this.#live = Uint32Array.from([...sheet.liveSlots(), ...this.#newSlots.values()])
    const byField = new Map<number, CellWrite[]>()
    for (const write of writes) {
      const same = byField.get(write.ordinal)
      if (same === undefined) {
        byField.set(write.ordinal, [write])
      } else {
        same.push(write)
      }
    }
    this.#writes = byField
    this.ordinals = new Set([...sheet.ordinals, ...byField.keys()])
  }

  slotOf(row: string): number | undefined {
    return this.#newSlots.get(row) ?? this.#sheet.slotOf(row)
  }

  liveSlots(): Uint32Array {
    return this.#live
  }

  /** The sheet below it was made ready when it was opened. */
  *prepare(): Generator<void> {}

  value(slot: number, ordinal: number): CellValue {
    return this.#column(ordinal).get(slot)
  }

  numbers(ordinal: number): Float64Array {
    return this.#column(ordinal).numbers
  }

  kinds(ordinal: number): Uint8Array {
    return this.#column(ordinal).kinds
  }

  codes(ordinal: number): StoreColumn {
    return this.#column(ordinal)
  }

  onChange(): () => void {
    return () => {}
  }

  #column(ordinal: number): StoreColumn {
    const known = this.#columns.get(ordinal)
    if (known !== undefined) {
      return known
    }
    const column = new StoreColumn(Math.max(1, this.rowIds.length))
    const kinds = this.#sheet.kinds(ordinal)
    for (const slot of this.#sheet.liveSlots()) {
      if (kinds[slot] !== 0) {
        column.set(slot, this.#sheet.value(slot, ordinal))
      }
    }
    for (const { row, value } of this.#writes.get(ordinal) ?? []) {
      const slot = this.slotOf(row)
      if (slot !== undefined) {
        column.set(slot, value)
      }
    }
    this.#columns.set(ordinal, column)
    return column
  }
}
