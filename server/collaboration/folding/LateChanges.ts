import type { Block } from '#collab/schema/block.ts'
import { splitCellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'

/**
 * What reaches a document after it was folded. It is written behind the fold as final values, not as the writes themselves:
 * a late bulk write may lie under an older one, or under a cell that it has not seen.
 */
export class LateChanges {
  readonly #sheet: Sheet
  readonly #keys = new Set<string>()
  readonly #folded: ReadonlySet<Block>

  /** Follows the folded document from now on. */
  constructor(sheet: Sheet) {
    this.#sheet = sheet
    this.#folded = new Set(sheet.patches())
    sheet.indexAll() // now, and not when people wait
    sheet.layers.cells.observe(({ keysChanged }) => keysChanged.forEach((key) => this.#keys.add(key)))
  }

  /** Of some fields, or of all. */
  writeTo(next: Sheet, isWanted: (ordinal: number) => boolean): void {
    for (const block of this.#sheet.patches()) {
      if (!this.#folded.has(block)) {
        this.#writeBlock(next, block.rows, block.ordinals.filter(isWanted))
      }
    }
    next.refresh()
    for (const key of this.#keys) {
      const { row, ordinal } = splitCellKey(key)
      const value = this.#sheet.value(row, ordinal)
      if (isWanted(ordinal) && !isSameValue(value, next.value(row, ordinal))) {
        next.set(row, ordinal, value)
      }
    }
  }

  #writeBlock(next: Sheet, rows: readonly string[], ordinals: readonly number[]): void {
    const values = this.#sheet.before(rows, ordinals)
    const old = next.before(rows, ordinals)
    if (values.some((column, c) => column.some((value, r) => !isSameValue(value, old[c]![r]!)))) {
      next.write(rows, ordinals, (row, column) => values[column]![row]!)
    }
  }
}
