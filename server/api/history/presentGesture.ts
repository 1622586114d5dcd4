import type { GestureChangeReply, GestureReply } from '#shared/api/history.ts'
import { textDifference } from '#shared/notes/textDifference.ts'
import { ROW_CHANGES } from '#shared/cells/changeKinds.ts'
import { type ChangeCounts, rowChangeOf } from '#server/history/ChangeCounts.ts'
import type { GestureChange } from '#server/history/gestureChanges.ts'
import type { SheetGesture } from '#server/history/sheetGestures.ts'
import type { HistoryAccess } from './historyAccess.ts'
import type { loadPeople } from './people.ts'

const ROW_KEYS: ReadonlySet<string> = new Set(ROW_CHANGES)

/** How many cells; rows that came or went do not count. */
export const cellsOf = (counts: ChangeCounts): number =>
  Object.entries(counts).reduce((sum, [key, count]) => (ROW_KEYS.has(key) ? sum : sum + count), 0)

export function presentGesture(
  { gesture, at, actorId, origin, counts, note }: SheetGesture,
  changes: readonly GestureChange[],
  access: HistoryAccess,
  personOf: Awaited<ReturnType<typeof loadPeople>>,
): GestureReply {
  return {
    id: gesture.id,
    gesture: gesture.kind,
    at,
    user: personOf(actorId),
    origin,
    cells: cellsOf(counts),
    fields: [...access.fields.values()].flatMap(({ key, ordinal }) =>
      counts[String(ordinal)] === undefined ? [] : [key],
    ),
    rows: {
      added: counts['added'] ?? 0,
      moved: counts['moved'] ?? 0,
      deleted: counts['deleted'] ?? 0,
      restored: counts['restored'] ?? 0,
    },
    changes: changes.map((change) => presentChange(change, access)),
    note:
      note === null
        ? null
        : {
            row: note.row,
            users: note.actorIds.flatMap((id) => personOf(id) ?? []),
            ...textDifference(note.before, note.text),
          },
  }
}

export function presentChange(change: GestureChange, { fields }: HistoryAccess): GestureChangeReply {
  const { row, ordinal, old, new: now } = change
  const field = fields.get(ordinal)
  return field === undefined
    ? { row, field: null, row_change: rowChangeOf(change), old: null, new: null }
    : { row, field: field.key, row_change: null, old, new: now }
}
