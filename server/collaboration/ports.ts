/** What the live documents need of the rest of the server, and the words they share with it. */
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Gesture } from '#collab/protocol/gestures.ts'
import type { LiveDocumentPorts } from '#collab/hocuspocus/ports.ts'
import type { RefusalReason } from '#collab/protocol/stateless.ts'

/** Who is behind a token. `sessionId` is the sign-in; null for programs. */
export interface Identity {
  userId: string
  tenantId: string
  sessionId: string | null
  name: string
}

/** One sheet: a table in a cycle. */
export interface SheetAddress {
  tableId: string
  cycleId: string
}

/** One live document of a sheet, as one identity may use it. */
export interface PartAccess {
  /** Of `partOf`. */
  part: string
  /** The fields that may stand in it; all of them may be read. */
  fields: readonly Field[]
  /**
   * Ordinals that may be written. In the common part 0 (row order) stands for adding and moving rows, 1 (the deletion mark)
   * for deleting and restoring them, so whoever may edit rows has both. Formula fields are refused even when they are listed.
   */
  writable: ReadonlySet<number>
}

/** What an identity may do with a sheet, as the policies say at this moment. */
export interface SheetAccess {
  /** What they may open; empty when they may not read the sheet, else the common part is among them. */
  parts: readonly PartAccess[]
  /** Permission epochs of the documents by part, read no later than the rights. A part without a document is missing. */
  epochs: ReadonlyMap<string, number>
  /** What the rights rest on, as in `LiveSessions`; null for programs. */
  standing: string | null
  /** The cycle is locked: everybody reads, nobody writes. */
  locked: boolean
  /** What the cycle computes with (its GWP set and factor year), as a text that changes with it. Absent: it never changes. */
  basis?: string
}

/** Null when the token is missing, wrong, expired or of an ended session. */
export type Authenticate = (token: string) => Promise<Identity | null>
/** Sessions of a tenant that have not ended. */
export type LiveSessions = LiveDocumentPorts['liveSessions']
export type AuthorizeSheet = (identity: Identity, sheet: SheetAddress) => Promise<SheetAccess>

/** Structured logging; a pino logger is one. Never given cell contents or tokens. */
export interface CollaborationLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** By what a program writes rows; the history tells it. */
export type RowsOrigin = 'api' | 'import' | 'estimated' | 'measured'

/** The same as a gesture that goes on over several calls, or is told by another name. */
export interface RowsGesture extends Gesture {
  origin: RowsOrigin
}

/** One row of a bulk write. Without an id the row is new and gets one; with an id it is created or updated. */
export interface RowWrite {
  id?: string
  /** By ordinal (2 and up). A field that is absent keeps its value. */
  values: ReadonlyMap<number, CellValue>
}

export interface AcceptedRow {
  index: number
  id: string
  /** Position in the journal of the document. */
  seq: number
}

export interface RejectedRow {
  index: number
  /** Why, cell by cell. `ordinal` 0 or 1: the row as a whole. */
  cells: { ordinal: number; reason: RefusalReason | 'bad-value' }[]
}

export interface WriteRowsResult {
  accepted: AcceptedRow[]
  rejected: RejectedRow[]
}

/** A row was written; the derived tables have it. */
export interface Projected extends SheetAddress {
  tenantId: string
  documentId: number
  /** Which part of the sheet changed. */
  part: string
  /** Everything up to this journal position is in `rows` and in the history. */
  seq: number
  /** How often results were made anew without anything in the journal; absent: it was not for that. */
  derivations?: number | undefined
}

/** Notes of a sheet were written; what they say now can be read. */
export interface ProjectedNotes extends SheetAddress {
  tenantId: string
}
