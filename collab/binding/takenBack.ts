/**
 * Which of one's own writes a server has taken back, read off the document alone: for when it said so to nobody, because
 * the connection was lost. What it refuses loses its content and gets an entry of the server right behind it
 * (`gate/repair.ts`); what other people do to a write looks otherwise.
 */
import type * as Y from 'yjs'
import { isSameValue } from '#shared/cells/cellValue.ts'
import type { GestureRange } from '../protocol/gestures.ts'
import { blockOf } from '../schema/block.ts'
import { cellKey, isServerClient } from '../schema/layout.ts'
import type { Sheet } from '../schema/Sheet.ts'
import type { FormerWrite } from './SheetEditing.ts'

/**
 * `writes` were the last in their cells, and `ranges` has the clocks of their gestures. A cell in which a program wrote
 * right behind is taken for one, too, as long as it holds something else.
 */
export function takenBack<T extends FormerWrite>(
  sheet: Sheet,
  writes: readonly T[],
  ranges: readonly GestureRange[],
): T[] {
  return [...Map.groupBy(writes, ({ gesture }) => gesture?.id)].flatMap(([gesture, together]) => {
    const own = new OwnEntries(
      sheet,
      ranges.filter(({ id }) => id === gesture),
    )
    return together.filter(
      ({ row, ordinal, value }) => !isSameValue(sheet.value(row, ordinal), value) && own.isTakenBack(row, ordinal),
    )
  })
}

/** What one gesture wrote, by its clocks. */
class OwnEntries {
  readonly #sheet: Sheet
  readonly #ranges: readonly GestureRange[]
  /** Bulk writes of it that stand, and what is left of those that were cut; null when none was cut. */
  readonly #left: readonly Y.Item[] | null

  constructor(sheet: Sheet, ranges: readonly GestureRange[]) {
    this.#sheet = sheet
    this.#ranges = ranges
    this.#left = this.#leftOfCut()
  }

  isTakenBack(row: string, ordinal: number): boolean {
    let entry = this.#sheet.layers.cells._map.get(cellKey(row, ordinal)) ?? null
    while (entry !== null && !this.#has(entry)) {
      entry = entry.left
    }
    return entry === null
      ? this.#left !== null && !this.#left.some((patch) => covers(patch, row, ordinal))
      : isServers(entry.right)
  }

  /** Yjs merges deleted neighbours into one item. */
  #has({ id, length }: Y.Item): boolean {
    return this.#ranges.some(
      ({ client, from, to }) => client === id.client && id.clock < to && id.clock + length > from,
    )
  }

  /** Nobody but a server can delete a bulk write. */
  #leftOfCut(): readonly Y.Item[] | null {
    const left: Y.Item[] = []
    let isCut = false
    for (let patch = this.#sheet.layers.patches._start; patch !== null; patch = patch.right) {
      if (!this.#has(patch)) {
        continue
      }
      if (!patch.deleted) {
        left.push(patch)
        continue
      }
      isCut = true
      for (let rest = patch.right; rest !== null && isServers(rest); rest = rest.right) {
        left.push(rest)
      }
    }
    return isCut ? left : null
  }
}

const isServers = (item: Y.Item | null): boolean => item !== null && isServerClient(item.id.client)

function covers({ content }: Y.Item, row: string, ordinal: number): boolean {
  const blocks: unknown[] = content.getContent()
  return blocks.some((bytes) => {
    const block = bytes instanceof Uint8Array ? blockOf(bytes) : null
    return block?.has(ordinal) === true && block.find(row) >= 0
  })
}
