import type { Gesture } from '#collab/protocol/gestures.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { HistoryKind } from '#shared/cells/changeKinds.ts'

/** Where a change stands among the others of its sheet: newer ones are greater, first by `at`. */
export interface HistoryPosition {
  /** ISO time, exact to the microsecond. */
  at: string
  documentId: number
  seq: number
}

/** One cell that changed. */
export interface HistoryChange extends HistoryPosition {
  row: string
  /** 0 and 1: what happened to the row as a whole. */
  ordinal: number
  old: CellValue
  new: CellValue
  gesture: Gesture
  /** Null: the system. */
  actorId: string | null
  origin: string
}

/** Which changes are asked for. */
export interface HistoryFilter {
  /** Only these; never more than the reader may read. */
  ordinals: readonly number[]
  actorId?: string | undefined
  kind?: HistoryKind | undefined
  /** ISO times; both ends belong to it. */
  since?: string | undefined
  until?: string | undefined
}

/** A time of the database as ISO text, exact to the microsecond. */
export const exactTime = (column: string): string =>
  `to_char((${column}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Newest first. */
export const byPosition = (a: HistoryPosition, b: HistoryPosition): number =>
  compare(b.at, a.at) || b.documentId - a.documentId || b.seq - a.seq

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
