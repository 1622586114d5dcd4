import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Gesture as GestureTag } from '../protocol/gestures.ts'
import type { SheetColumns } from '../schema/JoinedColumns.ts'
import { ORDER } from '../schema/layout.ts'
import type { Sheet } from '../schema/Sheet.ts'
import { writeCells, type CellWrite } from './cellWrites.ts'
import { GestureOrigin } from './GestureOrigin.ts'

/** What is edited: the columns on screen, and where each field of them is kept. */
export interface EditedSheet {
  readonly columns: SheetColumns
  /** The part that holds a field (0 and 1: row order and deletion); null when the field is not in the sheet any more. */
  partOf(ordinal: number): Sheet | null
  mayWrite(ordinal: number): boolean
}

export type WriteListener = (writes: readonly CellWrite[], gesture: GestureTag) => void

/** Reads cells as they are on screen, and writes them where they are kept. */
export class PartsWriter {
  readonly #listeners = new Set<WriteListener>()
  #sheet: EditedSheet
  /** Where the row is that was read last: cells come row by row, mostly. */
  #last: { row: string; slot: number } | null = null

  constructor(sheet: EditedSheet) {
    this.#sheet = sheet
  }

  get sheet(): EditedSheet {
    return this.#sheet
  }

  set sheet(sheet: EditedSheet) {
    this.#sheet = sheet
    this.#last = null
  }

  onWrite(listener: WriteListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The field is in the sheet. */
  has(ordinal: number): boolean {
    return this.sheet.partOf(ordinal) !== null
  }

  value(row: string, ordinal: number): CellValue {
    const slot = this.#slotOf(row)
    return slot === undefined ? null : this.#sheet.columns.value(slot, ordinal)
  }

  #slotOf(row: string): number | undefined {
    const { columns } = this.#sheet
    if (this.#last?.row === row && columns.rowIds[this.#last.slot] === row) {
      return this.#last.slot
    }
    const slot = columns.slotOf(row)
    this.#last = slot === undefined ? null : { row, slot }
    return slot
  }

  /** One transaction per part; the part with order and deletion first, so that others see a row before its cells. */
  write(writes: readonly CellWrite[], gesture: GestureTag): void {
    const byPart = new Map<Sheet, CellWrite[]>()
    const common = this.sheet.partOf(ORDER)
    if (common !== null) {
      byPart.set(common, [])
    }
    for (const write of writes) {
      const part = this.sheet.partOf(write.ordinal)
      if (part !== null) {
        const cells = byPart.get(part)
        if (cells === undefined) {
          byPart.set(part, [write])
        } else {
          cells.push(write)
        }
      }
    }
    const origin = new GestureOrigin(gesture)
    for (const [part, cells] of byPart) {
      if (cells.length > 0) {
        writeCells(part, cells, origin)
      }
    }
    for (const listener of this.#listeners) {
      listener(writes, gesture)
    }
  }
}
