import type { HistoryKind } from '#shared/cells/changeKinds.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { countKeys, type ChangeCounts } from './ChangeCounts.ts'
import { Conditions } from './Conditions.ts'
import { exactTime, type HistoryChange, type HistoryFilter } from './HistoryChange.ts'
import { noteEntries, type NoteEntry } from './noteEntries.ts'

/** One thing that somebody did to a sheet, as far as the reader may know of it. */
export interface SheetGesture extends Pick<HistoryChange, 'actorId' | 'origin' | 'at'> {
  gesture: { kind: HistoryKind; id: string }

  counts: ChangeCounts
  /** Where its changes are journaled. */
  places: GesturePlace[]
  /** It was written in the note of a row; null: in cells. */
  note: NoteEntry | null
}

export interface GesturePlace {
  documentId: number
  firstSeq: number
  lastSeq: number
}

/** The entry behind which the next page begins. */
export interface GesturePosition {
  at: string
  gestureId: string
  documentId: number
}

interface Entry extends GesturePosition {
  kind: HistoryKind
  actorId: string | null
  origin: string
}

type StoredPlace = GesturePlace & { gestureId: string; counts: ChangeCounts }

/**
 * What was done to a sheet, newest first: a gesture stands where its last update in a document that the reader may know of
 * stands. Notes stand among them, unless only some fields are asked for. `visible` are all ordinals that the reader may know of, of which `filter` may take a few.
 */
export async function sheetGestures(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  { visible, hasNotes, ...filter }: HistoryFilter & { visible: readonly number[]; hasNotes: boolean },
  { limit, before }: { limit: number; before?: GesturePosition | undefined },
): Promise<{ gestures: SheetGesture[]; next: GesturePosition | null }> {
  const where = new Conditions()
  const own = ofSheet(where, tenantId, sheet)
  const asked = where.value(countKeys(filter.ordinals))
  where
    .add(own('g'))
    .add(`counts ?| ${asked}`)
    .add(
      `NOT EXISTS (SELECT FROM sheet_gestures n WHERE ${own('n')} AND n.gesture_id = g.gesture_id AND n.counts ?| ${asked}
         AND (n.at, n.document_id) > (g.at, g.document_id))`,
    )
    .narrow(filter, 'kind')
  if (before !== undefined) {
    const { at, gestureId, documentId } = before
    where.add(
      `(at, gesture_id, document_id) < (${where.value(at)}::timestamptz, ${where.value(gestureId)}::uuid, ${where.value(documentId)})`,
    )
  }
  const gestures = await reader.read<Entry>(tenantId, {
    sql: `
      SELECT ${exactTime('at')} AS at, gesture_id AS "gestureId", document_id::float8 AS "documentId", kind, actor_id AS "actorId", origin
      FROM sheet_gestures g WHERE ${where.sql}
      ORDER BY g.at DESC, gesture_id DESC, document_id DESC LIMIT ${where.value(limit + 1)}`,
    bindings: where.values,
  })
  const notes = hasNotes ? await noteEntries(reader, tenantId, sheet, { ...filter, before, limit: limit + 1 }) : []
  const entries: (Entry | NoteEntry)[] = [...gestures, ...notes].toSorted(newestFirst)
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  const known = await gesturesById(reader, tenantId, sheet, new Set(page.map(({ gestureId }) => gestureId)), visible)
  return {
    gestures: page.flatMap((entry) => {
      if ('row' in entry) {
        return [gestureOfNote(entry)]
      }
      const { gestureId, kind, at, actorId, origin } = entry
      const found = known.get(gestureId)
      return found === undefined
        ? []
        : [{ gesture: { kind, id: gestureId }, at, actorId, origin, note: null, ...found }]
    }),
    next: entries.length > limit && last !== undefined ? positionOf(last) : null,
  }
}

/** What was written in a note, among what was done to cells. */
export const gestureOfNote = (note: NoteEntry): SheetGesture => ({
  gesture: { kind: 'noted', id: note.gestureId },
  at: note.at,
  actorId: note.actorIds[0] ?? null,
  origin: 'socket',
  counts: {},
  places: [],
  note,
})

/** As the database orders them; those of one gesture stay in their order. */
function newestFirst(a: GesturePosition, b: GesturePosition): number {
  const [one, other] = a.at === b.at ? [a.gestureId, b.gestureId] : [a.at, b.at]
  return one === other ? 0 : one < other ? 1 : -1
}

/** How much each of these gestures did in all documents together. Those of which the reader may not know are missing. */
export async function gesturesById(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  ids: ReadonlySet<string>,
  visible: readonly number[],
): Promise<Map<string, Pick<SheetGesture, 'counts' | 'places'>>> {
  const found = new Map<string, Pick<SheetGesture, 'counts' | 'places'>>()
  if (ids.size === 0) {
    return found
  }
  const where = new Conditions()
  const own = ofSheet(where, tenantId, sheet)
  const keys = countKeys(visible)
  where.add(own('g')).add(`gesture_id = ANY (${where.value([...ids])}::uuid[])`)
  where.add(`counts ?| ${where.value(keys)}`)
  const places = await reader.read<StoredPlace>(tenantId, {
    sql: `
      SELECT gesture_id AS "gestureId", document_id::float8 AS "documentId", first_seq::float8 AS "firstSeq",
        last_seq::float8 AS "lastSeq", counts
      FROM sheet_gestures g WHERE ${where.sql} ORDER BY document_id`,
    bindings: where.values,
  })
  for (const { gestureId, counts, ...place } of places) {
    const gesture = found.get(gestureId) ?? { counts: {}, places: [] }
    found.set(gestureId, gesture)
    gesture.places.push(place)
    for (const key of keys) {
      const count = counts[key]
      if (count !== undefined) {
        gesture.counts[key] = (gesture.counts[key] ?? 0) + count
      }
    }
  }
  return found
}

/** Of which sheet a row of the history is. */
export function ofSheet(
  where: Conditions,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
): (alias: string) => string {
  const [tenant, table, cycle] = [where.value(tenantId), where.value(tableId), where.value(cycleId)]
  return (alias) => `${alias}.tenant_id = ${tenant} AND ${alias}.table_id = ${table} AND ${alias}.cycle_id = ${cycle}`
}

const positionOf = ({ at, gestureId, documentId }: GesturePosition): GesturePosition => ({ at, gestureId, documentId })
