import type { BulkDifference, CellDifference } from '#collab/hocuspocus/changes.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { RowChange } from '#shared/cells/changeKinds.ts'

/**
 * How many cells changed, by ordinal, and how many rows were `added`, `moved`, `deleted` or `restored`, which everybody may
 * know who may read the sheet.
 */
export type ChangeCounts = Record<string, number>

/** Under what changes of these ordinals count. */
export const countKeys = (ordinals: readonly number[]): string[] =>
  ordinals.flatMap((ordinal) => KEYS.get(ordinal) ?? [String(ordinal)])

const KEYS = new Map<number, RowChange[]>([
  [ORDER, ['added', 'moved']],
  [DELETED, ['deleted', 'restored']],
])

/** Under what a change of one cell counts. */
export const countCell = (cell: Pick<CellDifference, 'ordinal' | 'old' | 'new'>): string =>
  rowChangeOf(cell) ?? String(cell.ordinal)

/** What happened to the row; null: its cell changed. */
export function rowChangeOf({
  ordinal,
  old,
  new: now,
}: Pick<CellDifference, 'ordinal' | 'old' | 'new'>): RowChange | null {
  switch (ordinal) {
    case ORDER:
      return old === null ? 'added' : 'moved'
    case DELETED:
      return now === true ? 'deleted' : 'restored'
    default:
      return null
  }
}

export function countBulk({ ordinals, old, new: now, counts }: BulkDifference): ChangeCounts {
  const counted: ChangeCounts = {}
  ordinals.forEach((ordinal, c) => {
    const count = counts[c]!
    if (ordinal !== ORDER && ordinal !== DELETED) {
      if (count > 0) {
        counted[String(ordinal)] = count
      }
      return
    }
    old[c]!.forEach((before, r) => {
      const after = now[c]![r]!
      if (before !== after) {
        const what = countCell({ ordinal, old: before, new: after })
        counted[what] = (counted[what] ?? 0) + 1
      }
    })
  })
  return counted
}
