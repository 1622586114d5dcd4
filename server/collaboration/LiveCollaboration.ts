import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type pg from 'pg'
import type { PartAddress } from '#collab/hocuspocus/ports.ts'
import { NO_BELL } from '#collab/hocuspocus/Bell.ts'
import { NO_METRICS } from '#collab/hocuspocus/LiveMetrics.ts'
import type { Attended } from '#collab/hocuspocus/Attendance.ts'
import { LiveDocuments } from '#collab/hocuspocus/LiveDocuments.ts'
import type { JournaledDocument } from '#collab/hocuspocus/JournaledDocument.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { PgJournal } from '../storage/journal/PgJournal.ts'
import { PgNoteJournal } from '../storage/journal/PgNoteJournal.ts'
import type { Collaboration, CollaborationCounts, CollaborationOptions } from './collaboration.ts'
import { ConflictRecorder } from './ConflictRecorder.ts'
import { coldHash, dropSnapshots, recordHash } from './contentHashes.ts'
import { CollaborationError } from './CollaborationError.ts'
import type { FoldOutcome } from './folding/foldDocument.ts'
import { Folding } from './folding/Folding.ts'
import type { ConversionOutcome, FieldConversion } from './folding/convertField.ts'
import type { FieldMove, MoveOutcome } from './folding/moveField.ts'
import { FOLD_LIMITS } from './folding/overlaySize.ts'
import { successorOf } from './folding/successorOf.ts'
import { NoteProjector } from './notes/NoteProjector.ts'
import { OpenSheets } from './OpenSheets.ts'
import { PartStores } from './PartStores.ts'
import type {
  CollaborationLog,
  Identity,
  Projected,
  ProjectedNotes,
  RowsGesture,
  RowsOrigin,
  RowWrite,
  SheetAddress,
  WriteRowsResult,
} from './ports.ts'
import { GatheredResults } from './gathering/GatheredResults.ts'
import { createOpenColumns } from './gathering/openColumns.ts'
import { ProjectionFollower } from './ProjectionFollower.ts'
import { Projector } from './Projector.ts'
import { recordRefusal } from './recordRefusal.ts'
import { rightsOn } from './rightsOn.ts'
import { documentsOf, locateDocument, partDocument, type SheetDocument } from './sheetDocuments.ts'
import { SheetWriting } from './SheetWriting.ts'
import { SNAPSHOT_LIMITS, Snapshots } from './Snapshots.ts'

const POLL_MS = 500
/** Less than the process waits for everything together. */
const DRAIN_MS = 5000
const IDLE_MS = 30_000
const ANNOUNCE_MS = 2000
const SUCCESSION_MS = 10_000
const QUIET_MS = 30_000

/** Joins journal, live documents, projector and snapshots. `createCollaboration` makes one. */
export class LiveCollaboration implements Collaboration {
  readonly #pool: pg.Pool
  readonly #log: CollaborationLog
  readonly #journal: PgJournal
  readonly #live: LiveDocuments
  readonly #projector: Projector
  readonly #follower: ProjectionFollower
  readonly #gathered: GatheredResults
  readonly #snapshots: Snapshots
  readonly #folding: Folding
  readonly #stores = new PartStores()
  readonly #conflicts: ConflictRecorder
  readonly #sheets: OpenSheets
  readonly #writing: SheetWriting
  #isStopping = false
  readonly #taking = new Set<Promise<void>>()
  readonly #listeners = new Set<(projected: Projected) => void>()
  readonly #noteListeners = new Set<(projected: ProjectedNotes) => void>()
  readonly #attendanceListeners = new Set<(attended: Attended) => void>()
  readonly #notes: NoteProjector

  constructor(options: CollaborationOptions) {
    const { pool, log } = options
    this.#pool = pool
    this.#log = log
    this.#snapshots = new Snapshots(pool, options.snapshotLimits ?? SNAPSHOT_LIMITS)
    this.#journal = new PgJournal(
      pool,
      (rows) => this.#live.parts.handleCommitted(rows),
      (documentId, error) => {
        options.metrics?.snapshotDamaged()
        log.error({ err: error, documentId }, 'a snapshot is damaged; an older one is used')
      },
    )
    const tellProjected = (projected: Projected): void => this.#listeners.forEach((listener) => listener(projected))
    this.#gathered = new GatheredResults({
      pool,
      plansOf: options.plansOf,
      openColumns: (tenantId, sheet) => openColumns(tenantId, sheet),
      log,
      onRefreshed: tellProjected,
    })
    this.#projector = new Projector({
      pool,
      journal: this.#journal,
      stores: this.#stores,
      rowResults: options.rowResults,
      log,
      onProjected: tellProjected,
      onNoted: (tenantId) => this.#gathered.schedule(tenantId),
      onSettled: (part, seq) => this.#takeSnapshot(part, seq),
    })
    this.#notes = new NoteProjector({
      pool,
      log,
      onProjected: (projected) => this.#noteListeners.forEach((listener) => listener(projected)),
    })
    this.#live = new LiveDocuments({
      createJournal: () => this.#journal,
      noteJournal: new PgNoteJournal(
        pool,
        async (tenantId, { tableId, cycleId }) => {
          await partDocument(pool, tenantId, { tableId, cycleId, part: COMMON_PART })
          await this.#follower.waitUntilProjected(tenantId, { tableId, cycleId })
        },
        (noteId, error) =>
          log.error({ err: error, noteId }, 'the kept state of a note is damaged; its journal is read'),
      ),
      ports: {
        authenticate: options.authenticate,
        liveSessions: options.liveSessions,
        authorize: async (identity, { part, ...sheet }) =>
          rightsOn(await options.authorizeSheet(identity, sheet), part),
        recordRefusal: (refusal) => recordRefusal(pool, refusal),
        locate: (tenantId, documentId) => locateDocument(pool, tenantId, documentId),
      },
      log,
      pollMs: options.pollMs ?? POLL_MS,
      bell: options.bell ?? NO_BELL,
      ...(options.rightsTiming === undefined ? {} : { rightsTiming: options.rightsTiming }),
      successionMs: options.successionMs ?? SUCCESSION_MS,
      onChanges: (part, changes) => {
        this.#snapshots.count(part, changes)
        this.#folding.handleChanges(part, changes)
        this.#projector.handleChanges(part, changes)
        this.#conflicts.record(part, changes)
      },
      onAttended: (attended) => this.#attendanceListeners.forEach((listener) => listener(attended)),
      onNoteChanged: ({ key }) => this.#notes.handleChanged({ tenantId: key.tenantId, noteId: key.documentId }),
      onSealed: (part) => {
        this.#projector.handleSealed(part)
        this.#sheets.letGo(part.key)
      },
      successorOf: ({ key }) => successorOf(pool, key),
      hashes: {
        record: (part, said) => recordHash(pool, part, said),
        coldHash: (part, seq) => coldHash(this.#journal, part, seq),
        handleWrong: async (part) => {
          await dropSnapshots(pool, part)
          this.#sheets.letGo(part.key)
        },
        quietMs: options.quietMs ?? QUIET_MS,
      },
      metrics: options.metrics ?? NO_METRICS,
      ...(options.socketLimits === undefined ? {} : { socketLimits: options.socketLimits }),
    })
    const openColumns = createOpenColumns({
      pool,
      journal: this.#journal,
      parts: this.#live.parts,
      stores: this.#stores,
    })
    this.#conflicts = new ConflictRecorder(pool, log, (part, userIds) =>
      this.#live.tellUsers(part, userIds, { type: 'conflicts' }),
    )
    this.#folding = new Folding({
      pool,
      databaseUrl: options.databaseUrl,
      live: this.#live,
      knownSeeds: this.#journal.knownSeeds,
      project: (tenantId, documentId) => this.#follower.project(tenantId, documentId),
      limits: options.foldLimits ?? FOLD_LIMITS,
      announceMs: options.announceMs ?? ANNOUNCE_MS,
      log,
    })
    this.#sheets = new OpenSheets(this.#live, IDLE_MS)
    this.#writing = new SheetWriting({
      pool,
      live: this.#live,
      sheets: this.#sheets,
      stores: this.#stores,
      authorizeSheet: options.authorizeSheet,
    })
    this.#follower = new ProjectionFollower({
      pool,
      parts: this.#live.parts,
      projector: this.#projector,
      gathered: this.#gathered,
      log,
    })
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#live.handleUpgrade(request, socket, head)
  }

  partDocument(tenantId: string, part: PartAddress): Promise<SheetDocument> {
    return partDocument(this.#pool, tenantId, part)
  }

  async writeRows(
    identity: Identity,
    sheet: SheetAddress,
    rows: readonly RowWrite[],
    by: RowsOrigin | RowsGesture,
  ): Promise<WriteRowsResult> {
    this.#expectRunning()
    return this.#writing.writeRows(identity, sheet, rows, by)
  }

  async deleteRows(identity: Identity, sheet: SheetAddress, rowIds: readonly string[], by: RowsGesture): Promise<void> {
    this.#expectRunning()
    return this.#writing.deleteAll(identity, sheet, rowIds, by)
  }

  async deleteRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }> {
    this.#expectRunning()
    return this.#writing.mark(identity, sheet, rowId, true)
  }

  async restoreRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }> {
    this.#expectRunning()
    return this.#writing.mark(identity, sheet, rowId, false)
  }

  waitUntilProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void> {
    return this.#follower.waitUntilProjected(tenantId, sheet)
  }

  waitUntilSummed(tenantId: string, cycle: { cycleId: string }): Promise<void> {
    return this.#follower.waitUntilSummed(tenantId, cycle.cycleId)
  }

  async reproject(tenantId: string, sheet: SheetAddress): Promise<void> {
    for (const documentId of await documentsOf(this.#pool, tenantId, sheet)) {
      await this.#projector.reproject(tenantId, documentId)
    }
  }

  fold(tenantId: string, documentId: number): Promise<FoldOutcome> {
    return this.#folding.fold({ tenantId, documentId })
  }

  moveField(move: FieldMove): Promise<MoveOutcome> {
    return this.#folding.moveField(move)
  }

  convertField(conversion: FieldConversion): Promise<ConversionOutcome> {
    return this.#folding.convertField(conversion)
  }

  foldCycle(tenantId: string, cycleId: string): void {
    this.#folding.foldCycle(tenantId, cycleId)
  }

  onProjected(listener: (projected: Projected) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  waitUntilNotesProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void> {
    return this.#notes.projectSheets(tenantId, sheet)
  }

  onNotesProjected(listener: (projected: ProjectedNotes) => void): () => void {
    this.#noteListeners.add(listener)
    return () => this.#noteListeners.delete(listener)
  }

  onAttended(listener: (attended: Attended) => void): () => void {
    this.#attendanceListeners.add(listener)
    return () => this.#attendanceListeners.delete(listener)
  }

  isCaughtUp(): boolean {
    return this.#follower.isCaughtUp
  }

  cutSession(sessionId: string, reason: 'session-ended' | 'revoked' = 'session-ended'): void {
    this.#live.cutSession(sessionId, reason)
  }

  async refreshRights(tenantId: string, sheet: Partial<SheetAddress> = {}): Promise<void> {
    const isOf = (open: JournaledDocument): boolean =>
      open.key.tenantId === tenantId &&
      (sheet.tableId ?? open.tableId) === open.tableId &&
      (sheet.cycleId ?? open.cycleId) === open.cycleId
    this.#gathered.schedule(tenantId)
    const { parts, notes } = this.#live
    await Promise.all([parts.follow(parts.all().filter(isOf)), notes.open.follow(notes.open.all().filter(isOf))])
  }

  followDocuments(documentIds: readonly number[]): void {
    const ids = new Set(documentIds)
    const { parts, notes } = this.#live
    parts.followSoon(parts.all().filter((part) => ids.has(part.key.documentId)))
    notes.open.followSoon(notes.open.all()) // they stand as their sheets do, and few are open
  }

  recheckRights(): void {
    this.#live.recheckRights().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'rights that changed could not be read; it is tried again')
    })
  }

  count(): CollaborationCounts {
    const { batches, rows } = this.#journal.stats
    return { ...this.#live.count(), batches, updates: rows }
  }

  start(): void {
    this.#live.start()
    this.#follower.start()
    this.#notes.start()
    this.#folding.start()
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#follower.stop()
    // people are told in any case; what comes behind needs a database that answers
    await Promise.all([this.#live.stop(DRAIN_MS), this.#folding.stop()])
    await this.#journal.idle()
    await Promise.all([this.#projector.stop(), this.#notes.stop()])
    await this.#gathered.stop()
    await Promise.all(this.#taking)
    await this.#conflicts.idle()
    await this.#sheets.releaseAll()
    this.#live.destroy()
  }

  #expectRunning(): void {
    if (this.#isStopping) {
      throw new CollaborationError('stopping')
    }
  }

  #takeSnapshot(part: Part, projectedSeq: number): void {
    const taking = this.#snapshots
      .takeIfDue(part, projectedSeq)
      .catch((error: unknown) => {
        this.#log.warn({ err: error, documentId: part.key.documentId }, 'a snapshot could not be taken')
      })
      .finally(() => this.#taking.delete(taking))
    this.#taking.add(taking)
  }
}
