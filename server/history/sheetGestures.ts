import type { SheetAddress } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { countKeys, type ChangeCounts } from './ChangeCounts.ts'
import { Conditions } from './Conditions.ts'
import { exactTime, type HistoryChange, type HistoryFilter } from './HistoryChange.ts'

/** One thing that somebody did to a sheet, as far as the reader may know of it. */
export interface SheetGesture extends Pick<HistoryChange, 'gesture' | 'actorId' | 'origin' | 'at'> {
  counts: ChangeCounts
  /** Where its changes are journaled. */
  places: GesturePlace[]
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
  kind: HistoryChange['gesture']['kind']
  actorId: string | null
  origin: string
}

type StoredPlace = GesturePlace & { gestureId: string; counts: ChangeCounts }

/**
 * What was done to a sheet, newest first: a gesture stands where its last update in a document that the reader may know of
 * stands. `visible` are all ordinals that the reader may know of, of which `filter` may take a few.
 */
export async function sheetGestures(
  reader: TenantReader,
  tenantId: string,
  sheet: SheetAddress,
  { visible, ...filter }: HistoryFilter & { visible: readonly number[] },
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
  const entries = await reader.read<Entry>(tenantId, {
    sql: `
      SELECT ${exactTime('at')} AS at, gesture_id AS "gestureId", document_id::float8 AS "documentId", kind, actor_id AS "actorId", origin
      FROM sheet_gestures g WHERE ${where.sql}
      ORDER BY g.at DESC, gesture_id DESC, document_id DESC LIMIT ${where.value(limit + 1)}`,
    bindings: where.values,
  })
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  const known = await gesturesById(reader, tenantId, sheet, new Set(page.map(({ gestureId }) => gestureId)), visible)
  return {
    gestures: page.flatMap(({ gestureId, kind, at, actorId, origin }) => {
      const found = known.get(gestureId)
      return found === undefined ? [] : [{ gesture: { kind, id: gestureId }, at, actorId, origin, ...found }]
    }),
    next: entries.length > limit && last !== undefined ? positionOf(last) : null,
  }
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
