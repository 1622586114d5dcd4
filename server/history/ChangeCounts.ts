import type { BulkDifference, CellDifference } from '#collab/hocuspocus/changes.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'

/**
 * How many cells changed, by ordinal, and how many rows were `added`, `moved`, `deleted` or `restored`, which everybody may
 * know who may read the sheet.
 */
export type ChangeCounts = Record<string, number>

/** Under what a change of one cell counts. */
export function countCell({ ordinal, old, new: now }: Pick<CellDifference, 'ordinal' | 'old' | 'new'>): string {
  switch (ordinal) {
    case ORDER:
      return old === null ? 'added' : 'moved'
    case DELETED:
      return now === true ? 'deleted' : 'restored'
    default:
      return String(ordinal)
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
