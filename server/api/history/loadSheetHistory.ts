import type {
  GestureChangesQuery,
  GestureChangesReply,
  HistoryOutlineQuery,
  HistoryOutlineReply,
  SheetHistoryQuery,
  SheetHistoryReply,
} from '#shared/api/history.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { byPosition, type HistoryChange, type HistoryPosition } from '#server/history/HistoryChange.ts'
import { changesOfGestures, FIRST_CHANGE, gestureChanges, type GestureChange } from '#server/history/gestureChanges.ts'
import { noteEntries } from '#server/history/noteEntries.ts'
import { historyOutline } from '#server/history/historyOutline.ts'
import { gestureOfNote, gesturesById, sheetGestures, type SheetGesture } from '#server/history/sheetGestures.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { cursorOfGesture, cursorOfRow, cursorOfSheet, gestureCursor, rowCursor, sheetCursor } from './cursors.ts'
import { filterOf, type HistoryAccess, loadHistoryAccess } from './historyAccess.ts'
import { changesOfRow } from './loadRowHistory.ts'
import { loadPeople } from './people.ts'
import { presentChange, presentGesture } from './presentGesture.ts'

/** A gesture that did no more is told whole in the list. */
const LITTLE = 3
/** Of one page of one row, where a few are usual. */
const MOST_NOTES = 1000

interface FoundGestures {
  gestures: SheetGesture[]
  changes: ReadonlyMap<string, readonly GestureChange[]>
  next_cursor: string | null
}

/** What was done to a sheet, or to one row of it, newest first: one entry per gesture. */
export async function loadSheetHistory(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  query: SheetHistoryQuery,
): Promise<SheetHistoryReply> {
  const access = await loadHistoryAccess(services, identity, sheet)
  const of = query.row === undefined ? gesturesOfSheet : gesturesOfRow
  const { gestures, changes, next_cursor } = await of(services, identity.tenantId, sheet, access, query)
  const personOf = await loadPeople(
    services,
    gestures.flatMap(({ actorId, note }) => note?.actorIds ?? [actorId]),
  )
  return {
    data: gestures.map((gesture) => presentGesture(gesture, changes.get(gesture.gesture.id) ?? [], access, personOf)),
    next_cursor,
  }
}

async function gesturesOfSheet(
  { reader }: AppServices,
  tenantId: string,
  sheet: SheetAddress,
  access: HistoryAccess,
  query: SheetHistoryQuery,
): Promise<FoundGestures> {
  const { visible } = access
  const filter = { ...filterOf(access, query, visible), visible, hasNotes: query.field === undefined }
  const page = { limit: query.limit, before: sheetCursor(query.cursor) }
  const { gestures, next } = await sheetGestures(reader, tenantId, sheet, filter, page)
  const little = gestures.filter(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0) <= LITTLE)
  const known = little.map(({ gesture, places }) => ({ id: gesture.id, places }))
  return {
    gestures,
    changes: await changesOfGestures(reader, tenantId, known, { ordinals: visible }),
    next_cursor: cursorOfSheet(next),
  }
}

/**
 * A gesture stands where its newest change of the row stands, with all of them: those on the next pages, too. What was
 * written in the note of the row stands on the page on which it was written.
 */
async function gesturesOfRow(
  services: AppServices,
  tenantId: string,
  sheet: SheetAddress,
  access: HistoryAccess,
  query: SheetHistoryQuery,
): Promise<FoundGestures> {
  const { reader } = services
  const filter = filterOf(access, query, access.visible)
  let cursor: string | null = query.cursor ?? null
  for (;;) {
    const page = { limit: query.limit, cursor: cursor ?? undefined }
    const { changes, next } = await changesOfRow(services, tenantId, sheet, query.row!, filter, page)
    const heads = new Map(changes.toReversed().map((change) => [change.gesture.id, headOf(change)]))
    const known = await gesturesById(reader, tenantId, sheet, new Set(heads.keys()), access.visible)
    const places = [...known].map(([id, gesture]) => ({ id, places: gesture.places }))
    const whole = await changesOfGestures(reader, tenantId, places, filter, query.row)
    const before = rowCursor(page.cursor)
    const isTold = (id: string): boolean =>
      before !== undefined && whole.get(id)?.some((change) => byPosition(change, before) <= 0) === true
    const gestures = [...new Set(changes.map(({ gesture }) => gesture.id))].flatMap((id) => {
      const [head, found] = [heads.get(id), known.get(id)]
      return head === undefined || found === undefined || isTold(id) ? [] : [{ ...head, ...found }]
    })
    cursor = cursorOfRow(next)
    const notes = query.field === undefined ? await notesBetween(services, tenantId, sheet, query, cursor) : []
    if (gestures.length > 0 || notes.length > 0 || cursor === null) {
      const all = [...gestures, ...notes].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      return { gestures: all, changes: sorted(whole), next_cursor: cursor }
    }
  }
}

/** What was written in the note of a row on this page of its history, which ends where the next one begins. */
async function notesBetween(
  { reader }: AppServices,
  tenantId: string,
  sheet: SheetAddress,
  { row, user, gesture, since, until, cursor }: SheetHistoryQuery,
  next: string | null,
): Promise<SheetGesture[]> {
  const [newer, older] = [rowCursor(cursor), rowCursor(next ?? undefined)]
  const from = [since, older?.at].flatMap((at) => at ?? []).toSorted(latestFirst)[0]
  const notes = await noteEntries(reader, tenantId, sheet, {
    row,
    actorId: user,
    kind: gesture,
    since: from,
    until,
    before: newer,
    limit: MOST_NOTES,
  })
  return notes.map(gestureOfNote)
}

const latestFirst = (a: string, b: string): number => Date.parse(b) - Date.parse(a)

const sorted = (
  changes: ReadonlyMap<string, readonly (GestureChange & HistoryPosition)[]>,
): ReadonlyMap<string, readonly GestureChange[]> =>
  new Map([...changes].map(([id, own]) => [id, own.toSorted((a, b) => byPosition(a, b) || a.ordinal - b.ordinal)]))

const headOf = ({ gesture, actorId, origin, at }: HistoryChange): Omit<SheetGesture, 'counts' | 'places'> => ({
  gesture,
  actorId,
  origin,
  at,
  note: null,
})

/** Every cell that one gesture changed, page by page. Throws `not-found` when the reader may know of none. */
export async function loadGestureChanges(
  services: AppServices,
  identity: Identity,
  { gestureId, ...sheet }: SheetAddress & { gestureId: string },
  query: GestureChangesQuery,
): Promise<GestureChangesReply> {
  const { reader } = services
  const { tenantId } = identity
  const access = await loadHistoryAccess(services, identity, sheet)
  const { visible } = access
  const id = gestureId.toLowerCase()
  const known = (await gesturesById(reader, tenantId, sheet, new Set([id]), visible)).get(id)
  if (known === undefined) {
    throw new NotFoundError('gesture')
  }
  const gesture = { id, places: known.places, visible }
  const page = { limit: query.limit, from: gestureCursor(query.cursor) ?? FIRST_CHANGE }
  const { changes, next } = await gestureChanges(reader, tenantId, sheet, gesture, page)
  return { data: changes.map((change) => presentChange(change, access)), next_cursor: cursorOfGesture(next) }
}

export async function loadHistoryOutline(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  query: HistoryOutlineQuery,
): Promise<HistoryOutlineReply> {
  const { visible } = await loadHistoryAccess(services, identity, sheet)
  const { createdAt, since, until, marks, actorIds, kinds } = await historyOutline(
    services.reader,
    identity.tenantId,
    sheet,
    visible,
    query.since,
  )
  const personOf = await loadPeople(services, actorIds)
  return {
    created_at: createdAt,
    since,
    until,
    marks,
    people: actorIds.flatMap((id) => personOf(id) ?? []),
    gestures: kinds,
  }
}
