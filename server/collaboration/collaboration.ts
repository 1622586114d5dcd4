import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type pg from 'pg'
import type { PartAddress } from '#collab/hocuspocus/ports.ts'
import type { Attended } from '#collab/hocuspocus/Attendance.ts'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { LiveMetrics } from '#collab/hocuspocus/LiveMetrics.ts'
import type { RightsTiming } from '#collab/hocuspocus/LiveRights.ts'
import type { SocketLimits } from '#collab/hocuspocus/LiveSocket.ts'
import type { RowResultsOf } from '#server/emissions/rowResults.ts'
import type {
  Authenticate,
  AuthorizeSheet,
  CollaborationLog,
  Identity,
  LiveSessions,
  Projected,
  ProjectedNotes,
  RowsGesture,
  RowsOrigin,
  RowWrite,
  SheetAddress,
  WriteRowsResult,
} from './ports.ts'
import type { FoldOutcome } from './folding/foldDocument.ts'
import type { ConversionOutcome, FieldConversion } from './folding/convertField.ts'
import type { FieldMove, MoveOutcome } from './folding/moveField.ts'
import type { OverlaySize } from './folding/overlaySize.ts'
import { LiveCollaboration } from './LiveCollaboration.ts'
import type { PlansOf } from './gathering/gatheredPlaces.ts'
import type { SnapshotLimits } from './Snapshots.ts'
import type { SheetDocument } from './sheetDocuments.ts'

export interface CollaborationOptions {
  /** Connections as the role of the app; this part uses at most about six of them at a time. */
  pool: pg.Pool
  /** The same database, as the same role: folding happens in a thread that connects by itself. */
  databaseUrl: string
  authenticate: Authenticate
  authorizeSheet: AuthorizeSheet
  liveSessions: LiveSessions
  rowResults: RowResultsOf
  /** What sheets are computed with whose results depend on others. */
  plansOf: PlansOf
  log: CollaborationLog
  /** How often this server asks what others wrote, in milliseconds. */
  pollMs?: number
  /** How several servers wake each other; without it they find out by asking. */
  bell?: Bell
  rightsTiming?: Partial<RightsTiming>
  snapshotLimits?: SnapshotLimits
  foldLimits?: OverlaySize
  /** How long people get to make a fold of their own before a document is sealed, in milliseconds. */
  announceMs?: number
  /** How long people may stay on a document that has ended, in milliseconds. */
  successionMs?: number
  socketLimits?: Partial<SocketLimits>
  /** How long nothing was written before contents are compared, in milliseconds. */
  quietMs?: number
  metrics?: CollaborationMetrics
}

export interface CollaborationMetrics extends LiveMetrics {
  snapshotDamaged(): void
}

/** What is open, and what was journaled since the start. */
export interface CollaborationCounts {
  documents: number
  connections: number
  sockets: number
  batches: number
  updates: number
}

/**
 * The live documents of this server. Refusals of whole calls are `CollaborationError`s ('forbidden', 'not-found', 'locked',
 * 'journal-unavailable', 'too-busy', 'load-failed', 'stopping').
 */
export interface Collaboration {
  /** Takes over a WebSocket upgrade of `/collab`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** The document of a part, created empty on first use. The caller has checked that the tenant has that table and cycle. */
  partDocument(tenantId: string, part: PartAddress): Promise<SheetDocument>
  /** Creates and updates rows through gate and journal; live users see it at once. Whole rows are taken or rejected. */
  writeRows(
    identity: Identity,
    sheet: SheetAddress,
    rows: readonly RowWrite[],
    by: RowsOrigin | RowsGesture,
  ): Promise<WriteRowsResult>
  /** Soft delete. 'not-found' when there is no such row (or it is deleted already). Answers the journal position. */
  deleteRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }>
  /** The same of many, as one gesture; rows that are not there, or deleted already, are left out. */
  deleteRows(identity: Identity, sheet: SheetAddress, rowIds: readonly string[], by: RowsGesture): Promise<void>
  /** Brings a deleted row back whole. */
  restoreRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }>
  /**
   * Returns when `rows` and the history have everything that was journaled before the call, for one sheet or (without
   * `tableId`) for all sheets of a cycle. A REST read calls it first. Throws 'too-busy' after 15 seconds.
   */
  waitUntilProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void>
  /**
   * The same for the totals of a cycle alone (`cycleEmissions`): where what a sheet is computed with has changed, its sums are
   * there before its rows.
   */
  waitUntilSummed(tenantId: string, cycle: { cycleId: string }): Promise<void>
  /** Computes `rows` of a sheet anew from the journal. */
  reproject(tenantId: string, sheet: SheetAddress): Promise<void>
  /** Folds a document into its next generation now; usually it happens by itself when the document has grown. */
  fold(tenantId: string, documentId: number): Promise<FoldOutcome>
  /**
   * Gives a field other readers (and writers). When that puts it into another part, its cells go there in every cycle, in
   * locked ones too, in the same transaction. The caller has authorised it; it is audited here. Open sheets follow at once.
   */
  moveField(move: FieldMove): Promise<MoveOutcome>
  /**
   * Makes a field one of another type or unit, with its cells in every cycle that is not locked, in one transaction; locked
   * ones keep the field as it was. The caller has authorised and checked it; it is audited here. Open sheets follow at once.
   */
  convertField(conversion: FieldConversion): Promise<ConversionOutcome>
  /** After the lock of a cycle is committed: folds its documents, soon. */
  foldCycle(tenantId: string, cycleId: string): void
  onProjected(listener: (projected: Projected) => void): () => void
  /** Returns when everything that was written in notes before the call can be read, of one sheet or of a whole cycle. */
  waitUntilNotesProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void>
  onNotesProjected(listener: (projected: ProjectedNotes) => void): () => void
  /** Hears who has a sheet open on this server, whenever somebody comes or goes. */
  onAttended(listener: (attended: Attended) => void): () => void
  /** Whether everything that was journaled before this server started is projected (readiness). */
  isCaughtUp(): boolean
  /** Closes that session's sockets, on this server at once. */
  cutSession(sessionId: string, reason?: 'session-ended' | 'revoked'): void
  /**
   * Permission epoch, lock or generation of some of a tenant's sheets changed: connected sessions are authorised anew, cut
   * or told. Other servers are told by the database.
   */
  refreshRights(tenantId: string, sheet?: Partial<SheetAddress>): Promise<void>
  /** The same, of documents that the database told of. */
  followDocuments(documentIds: readonly number[]): void
  /** Looks at the sessions of everybody who is connected, now. */
  recheckRights(): void
  count(): CollaborationCounts
  /** Starts following other servers and, in the background, catches up what a crash left. */
  start(): void
  /** Takes no new work, drains what is in flight, tells everybody, closes. */
  stop(): Promise<void>
}

export const createCollaboration = (options: CollaborationOptions): Collaboration => new LiveCollaboration(options)
