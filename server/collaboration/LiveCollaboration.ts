import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { encodeWrite } from '#collab/gate/encodeWrite.ts'
import { HardRefusal } from '#collab/gate/HardRefusal.ts'
import { Closed } from '#collab/hocuspocus/Closed.ts'
import { CollabSession } from '#collab/hocuspocus/CollabSession.ts'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import { LiveDocuments } from '#collab/hocuspocus/LiveDocuments.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { PgJournal } from '../storage/journal/PgJournal.ts'
import type { Collaboration, CollaborationOptions } from './collaboration.ts'
import { CollaborationError } from './CollaborationError.ts'
import { historyOf } from './historyOf.ts'
import { OpenSheets } from './OpenSheets.ts'
import { PartStores } from './PartStores.ts'
import { planRowWrites, writeOf } from './planRowWrites.ts'
import type {
  CellChange,
  CollaborationLog,
  Identity,
  Projected,
  RowWrite,
  SheetAddress,
  WriteOrigin,
  WriteRowsResult,
} from './ports.ts'
import { ProjectionFollower } from './ProjectionFollower.ts'
import { Projector } from './Projector.ts'
import { locateDocument, sheetDocument, type SheetDocument } from './sheetDocuments.ts'
import { SNAPSHOT_LIMITS, Snapshots } from './Snapshots.ts'

const POLL_MS = 500
const DRAIN_MS = 10_000
const IDLE_MS = 30_000
/** Of one update: keeps it far below the limits of the gate. */
const ROWS_PER_UPDATE = 5000

/** Joins journal, live documents, projector and snapshots. `createCollaboration` makes one. */
export class LiveCollaboration implements Collaboration {
  readonly #pool: pg.Pool
  readonly #log: CollaborationLog
  readonly #options: CollaborationOptions
  readonly #journal: PgJournal
  readonly #live: LiveDocuments
  readonly #projector: Projector
  readonly #follower: ProjectionFollower
  readonly #snapshots: Snapshots
  readonly #stores = new PartStores()
  readonly #sheets: OpenSheets
  #isStopping = false
  readonly #taking = new Set<Promise<void>>()
  readonly #listeners = new Set<(projected: Projected) => void>()

  constructor(options: CollaborationOptions) {
    const { pool, log } = options
    this.#pool = pool
    this.#log = log
    this.#options = options
    this.#snapshots = new Snapshots(pool, options.snapshotLimits ?? SNAPSHOT_LIMITS)
    this.#journal = new PgJournal(
      pool,
      (rows) => this.#live.parts.handleCommitted(rows),
      (documentId, error) => log.error({ err: error, documentId }, 'a snapshot is damaged; an older one is used'),
    )
    this.#projector = new Projector({
      pool,
      journal: this.#journal,
      stores: this.#stores,
      rowResults: options.rowResults,
      log,
      onProjected: (projected) => this.#listeners.forEach((listener) => listener(projected)),
      onSettled: (part, seq) => this.#takeSnapshot(part, seq),
    })
    this.#live = new LiveDocuments({
      createJournal: () => this.#journal,
      ports: {
        authenticate: options.authenticate,
        authorize: async (identity, sheet) => {
          const access = await options.authorizeSheet(identity, sheet)
          return { ...access, mayRead: access.mayRead && access.mayOpen }
        },
        locate: (tenantId, documentId) => locateDocument(pool, tenantId, documentId),
      },
      log,
      pollMs: options.pollMs ?? POLL_MS,
      onChanges: (part, changes) => {
        this.#snapshots.count(part, changes)
        this.#projector.handleChanges(part, changes)
      },
      ...(options.socketLimits === undefined ? {} : { socketLimits: options.socketLimits }),
    })
    this.#sheets = new OpenSheets(this.#live, IDLE_MS)
    this.#follower = new ProjectionFollower({ pool, parts: this.#live.parts, projector: this.#projector, log })
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#live.handleUpgrade(request, socket, head)
  }

  sheetDocument(tenantId: string, sheet: SheetAddress): Promise<SheetDocument> {
    return sheetDocument(this.#pool, tenantId, sheet)
  }

  async writeRows(
    identity: Identity,
    sheet: SheetAddress,
    rows: readonly RowWrite[],
    origin: 'api' | 'import',
  ): Promise<WriteRowsResult> {
    return this.#withSheet(identity, sheet, origin, async (part, session) => {
      const result: WriteRowsResult = { accepted: [], rejected: [] }
      for (let start = 0; start < rows.length; start += ROWS_PER_UPDATE) {
        const some = await this.#writeSome(part, session, rows.slice(start, start + ROWS_PER_UPDATE))
        result.accepted.push(...some.accepted.map((row) => ({ ...row, index: row.index + start })))
        result.rejected.push(...some.rejected.map((row) => ({ ...row, index: row.index + start })))
      }
      return result
    })
  }

  deleteRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }> {
    return this.#mark(identity, sheet, rowId, true)
  }

  restoreRow(identity: Identity, sheet: SheetAddress, rowId: string): Promise<{ seq: number }> {
    return this.#mark(identity, sheet, rowId, false)
  }

  waitUntilProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void> {
    return this.#follower.waitUntilProjected(tenantId, sheet)
  }

  async reproject(tenantId: string, sheet: SheetAddress): Promise<void> {
    const { documentId } = await this.sheetDocument(tenantId, sheet)
    await this.#projector.reproject(tenantId, documentId)
  }

  historyOf(
    tenantId: string,
    sheet: SheetAddress,
    rowId: string,
    page: { limit: number; before?: number },
  ): Promise<CellChange[]> {
    return historyOf(this.#pool, tenantId, sheet, rowId, page)
  }

  onProjected(listener: (projected: Projected) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isCaughtUp(): boolean {
    return this.#follower.isCaughtUp
  }

  cutSession(sessionId: string, reason: 'session-ended' | 'revoked' = 'session-ended'): void {
    this.#live.cutSession(sessionId, reason)
  }

  async refreshRights(tenantId: string, sheet: Partial<SheetAddress> = {}): Promise<void> {
    const parts = this.#live.parts
      .all()
      .filter(
        (part) =>
          part.key.tenantId === tenantId &&
          (sheet.tableId ?? part.tableId) === part.tableId &&
          (sheet.cycleId ?? part.cycleId) === part.cycleId,
      )
    await this.#live.parts.follow(parts)
    await Promise.all(parts.map((part) => this.#live.refreshRights(part)))
  }

  start(): void {
    this.#live.parts.startPolling()
    this.#follower.start()
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#follower.stop()
    await this.#live.stop(DRAIN_MS)
    await this.#journal.idle()
    await Promise.allSettled(this.#live.parts.all().map((part) => this.#projector.flush(part)))
    await this.#projector.stop()
    await Promise.all(this.#taking)
    await this.#sheets.releaseAll()
    this.#live.destroy()
  }

  async #writeSome(part: Part, session: CollabSession, rows: readonly RowWrite[]): Promise<WriteRowsResult> {
    let plan = planRowWrites(part.sheet, session, [])
    const { refused, seq } = await this.#live.write(part, session, () => {
      plan = planRowWrites(part.sheet, session, rows)
      return plan.rows.length === 0
        ? null
        : encodeWrite(part.sheet, part.writerClient(session.userId), writeOf(plan, this.#lastOrder(part)))
    })
    const reasons = Map.groupBy(refused, ({ row }) => row)
    const result: WriteRowsResult = { accepted: [], rejected: plan.rejected }
    for (const { id, index } of plan.rows) {
      const cells = reasons.get(id)
      if (cells === undefined) {
        result.accepted.push({ index, id, seq: seq ?? part.seen })
      } else {
        result.rejected.push({ index, cells })
      }
    }
    return result
  }

  async #mark(identity: Identity, sheet: SheetAddress, row: string, deleted: boolean): Promise<{ seq: number }> {
    return this.#withSheet(identity, sheet, 'api', async (part, session) => {
      if (!session.writable.has(DELETED)) {
        throw new Closed('forbidden')
      }
      const { seq } = await this.#live.write(part, session, () => {
        const isDeleted = part.sheet.value(row, DELETED) === true
        if (!part.sheet.hasRow(row) || isDeleted === deleted) {
          throw new Closed('not-found')
        }
        return encodeWrite(part.sheet, part.writerClient(session.userId), {
          cells: [{ row, ordinal: DELETED, value: deleted }],
          rectangles: [],
        })
      })
      return { seq: seq ?? part.seen }
    })
  }

  async #withSheet<T>(
    identity: Identity,
    sheet: SheetAddress,
    origin: WriteOrigin,
    work: (part: Part, session: CollabSession) => Promise<T>,
  ): Promise<T> {
    if (this.#isStopping) {
      throw new CollaborationError('stopping')
    }
    const { tenantId } = identity
    const rights = await this.#options.authorizeSheet(identity, sheet)
    if (!rights.mayRead) {
      throw new CollaborationError('not-found')
    }
    if (rights.locked) {
      throw new CollaborationError('locked')
    }
    const { documentId, generation } = await this.sheetDocument(tenantId, sheet)
    const key: DocumentKey = { tenantId, documentId, generation }
    try {
      return await this.#sheets.with(key, (part) => work(part, new CollabSession(identity, rights, origin)))
    } catch (error) {
      if (error instanceof Closed || error instanceof HardRefusal) {
        throw new CollaborationError(error.reason, { cause: error })
      }
      throw error
    }
  }

  #lastOrder(part: Part): string | null {
    const store = this.#stores.of(part)
    const last = store.liveSlots().at(-1)
    const order = last === undefined ? null : store.value(last, ORDER)
    return typeof order === 'string' ? order : null
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
