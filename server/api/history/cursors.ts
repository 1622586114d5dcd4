import type { HistoryPosition } from '#server/history/HistoryChange.ts'
import type { GesturePosition } from '#server/history/sheetGestures.ts'
import type { GestureChangesPosition } from '#server/history/gestureChanges.ts'
import { foreignCursor, readCursor, writeCursor } from '../routing/keyset.ts'

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const cursorOfRow = (next: HistoryPosition | null): string | null =>
  next === null ? null : writeCursor([next.at, next.documentId, next.seq])

export function rowCursor(cursor: string | undefined): HistoryPosition | undefined {
  return read(cursor, 3, ([at, documentId, seq]) =>
    isTime(at) && isWhole(documentId) && isWhole(seq) ? { at, documentId, seq } : null,
  )
}

export const cursorOfSheet = (next: GesturePosition | null): string | null =>
  next === null ? null : writeCursor([next.at, next.gestureId, next.documentId])

export function sheetCursor(cursor: string | undefined): GesturePosition | undefined {
  return read(cursor, 3, ([at, gestureId, documentId]) =>
    isTime(at) && typeof gestureId === 'string' && UUID.test(gestureId) && isWhole(documentId)
      ? { at, gestureId, documentId }
      : null,
  )
}

export const cursorOfGesture = (next: GestureChangesPosition | null): string | null =>
  next === null ? null : writeCursor([next.singles, next.bulks, next.cells])

export function gestureCursor(cursor: string | undefined): GestureChangesPosition | undefined {
  return read(cursor, 3, ([singles, bulks, cells]) =>
    isWhole(singles) && isWhole(bulks) && isWhole(cells) ? { singles, bulks, cells } : null,
  )
}

type Key = ReturnType<typeof readCursor>

/** Throws `invalid-request` for a cursor of another list. */
function read<Position>(
  cursor: string | undefined,
  parts: number,
  positionOf: (key: Key) => Position | null,
): Position | undefined {
  if (cursor === undefined) {
    return undefined
  }
  const position = positionOf(readCursor(cursor, parts))
  if (position === null) {
    throw foreignCursor()
  }
  return position
}

const isTime = (value: string | number | undefined): value is string =>
  typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))

const isWhole = (value: string | number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0
