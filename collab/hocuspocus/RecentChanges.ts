import type { FormerCell } from '#collab/protocol/generations.ts'
import { cellKey } from '#collab/schema/layout.ts'
import type { Changes } from './changes.ts'

/** More than this is not worth a message: the sheet is downloaded instead. */
const MAX_CELLS = 2000

/** What a part was like a moment ago. */
export class RecentChanges {
  #changes: Changes[] = []
  #cells = 0
  /** Everything behind this position is remembered. */
  #from: number

  constructor(from: number) {
    this.#from = from
  }

  add(changes: readonly Changes[]): void {
    for (const one of changes) {
      this.#changes.push(one)
      this.#cells += sizeOf(one)
    }
    while (this.#cells > MAX_CELLS) {
      const oldest = this.#changes.shift()!
      this.#cells -= sizeOf(oldest)
      this.#from = oldest.seq
    }
  }

  /** The cells that changed behind a position, as they were there; null when that is too long ago. */
  before(position: number): FormerCell[] | null {
    if (position < this.#from) {
      return null
    }
    const cells = new Map<string, FormerCell>()
    for (const { seq, cells: single, bulks } of this.#changes) {
      if (seq > position) {
        const put = (row: string, ordinal: number, value: FormerCell['value']): void => {
          const key = cellKey(row, ordinal)
          if (!cells.has(key)) {
            cells.set(key, { row, ordinal, value })
          }
        }
        single.forEach(({ row, ordinal, old }) => put(row, ordinal, old))
        for (const { rows, ordinals, old } of bulks) {
          ordinals.forEach((ordinal, c) => rows.forEach((row, r) => put(row, ordinal, old[c]![r]!)))
        }
      }
    }
    return [...cells.values()]
  }
}

const sizeOf = ({ cells, bulks }: Changes): number =>
  cells.length + bulks.reduce((sum, { rows, ordinals }) => sum + rows.length * ordinals.length, 0)
