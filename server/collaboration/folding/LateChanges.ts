import * as Y from 'yjs'
import type { Block } from '#collab/schema/block.ts'
import { FOLD_CLIENT, splitCellKey } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'

/**
 * What reaches a document after it was folded, as one update behind the fold. Final values, not the writes themselves: a
 * late bulk write may lie under an older one, or under a cell that it has not seen.
 */
export class LateChanges {
  readonly #sheet: Sheet
  readonly #keys = new Set<string>()
  readonly #folded: ReadonlySet<Block>

  /** Follows the folded document from now on. */
  constructor(sheet: Sheet) {
    this.#sheet = sheet
    this.#folded = new Set(sheet.patches())
    sheet.layers.cells.observe(({ keysChanged }) => keysChanged.forEach((key) => this.#keys.add(key)))
  }

  /** Null when nothing became different. */
  behind(seed: Uint8Array): Uint8Array | null {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seed)
    doc.clientID = FOLD_CLIENT
    const start = Y.encodeStateVector(doc)
    const next = new Sheet(doc)
    doc.transact(() => {
      const late = this.#sheet.patches().filter((block) => !this.#folded.has(block))
      late.forEach((block) => this.#writeBlock(next, block))
      next.refresh()
      this.#keys.forEach((key) => this.#writeCell(next, key))
    })
    const isSame = Y.getState(doc.store, FOLD_CLIENT) === Y.decodeStateVector(start).get(FOLD_CLIENT)
    return isSame ? null : Y.encodeStateAsUpdate(doc, start)
  }

  #writeBlock(next: Sheet, { rows, ordinals }: Block): void {
    const values = this.#sheet.before(rows, ordinals)
    const old = next.before(rows, ordinals)
    if (values.some((column, c) => column.some((value, r) => !isSameValue(value, old[c]![r]!)))) {
      next.write(rows, ordinals, (row, column) => values[column]![row]!)
    }
  }

  #writeCell(next: Sheet, key: string): void {
    const { row, ordinal } = splitCellKey(key)
    const value = this.#sheet.value(row, ordinal)
    if (!isSameValue(value, next.value(row, ordinal))) {
      next.set(row, ordinal, value)
    }
  }
}
