/** Folds documents in time: those that grew on this server, and those of cycles that were locked. */
import type pg from 'pg'
import { Closed } from '#collab/hocuspocus/Closed.ts'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import type { LiveDocuments } from '#collab/hocuspocus/LiveDocuments.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import type { KnownSeeds } from '#server/storage/journal/KnownSeeds.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import type { CollaborationLog } from '../ports.ts'
import type { FoldOutcome } from './foldDocument.ts'
import { FoldThread } from './FoldThread.ts'
import type { ConversionOutcome, FieldConversion } from './convertField.ts'
import type { FieldMove, MoveOutcome } from './moveField.ts'
import type { FoldProposal } from './proposals.ts'
import { exceeds, overlaySize, type OverlaySize } from './overlaySize.ts'

export interface FoldingOptions {
  pool: pg.Pool
  /** As the role of the app; the folding thread connects by itself. */
  databaseUrl: string
  live: LiveDocuments
  /** Gets what was folded here, so that opening it does not have to read it. */
  knownSeeds: KnownSeeds
  /** Resolves when rows and history have what was journaled for a document. */
  project: (tenantId: string, documentId: number) => Promise<void>
  limits: OverlaySize
  /** How long people get to make a fold of their own before the document is sealed. */
  announceMs: number
  log: CollaborationLog
}

type Document = Pick<DocumentKey, 'tenantId' | 'documentId'>

interface Growth {
  /** Since the size was last looked at. */
  rows: number
  /** Since the part was loaded. */
  bytes: number
  isFolding: boolean
}

/** Looking costs some microseconds. */
const ROWS_BETWEEN_LOOKS = 100
const RETRY_MS = 10_000
const SWEEP_MS = 60_000
/** So long the next generation is kept open for those who come over. */
const WARM_MS = 10_000

export class Folding {
  readonly #options: FoldingOptions
  readonly #thread: FoldThread
  readonly #growth = new WeakMap<Part, Growth>()
  readonly #running = new Set<Promise<unknown>>()
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: FoldingOptions) {
    const { databaseUrl, log } = options
    this.#options = options
    this.#thread = new FoldThread({
      databaseUrl,
      onDamage: (error) => log.error({ err: error }, 'the folding thread found damage; it goes on without it'),
    })
  }

  /** The listener of every open part. */
  readonly handleChanges = (part: Part, changes: readonly Changes[]): void => {
    const growth = this.#growthOf(part)
    growth.rows += changes.length
    growth.bytes += changes.reduce((sum, { bytes }) => sum + bytes, 0)
    const isTime = growth.rows >= ROWS_BETWEEN_LOOKS || changes.some(({ bulks }) => bulks.length > 0)
    if (isTime && !growth.isFolding) {
      growth.rows = 0
      if (exceeds(overlaySize(part, growth.bytes), this.#options.limits)) {
        growth.isFolding = true
        void this.#track(this.#foldGrown(part, growth))
      }
    }
  }

  /** Folds a document now, unless nothing was written since it was folded last. */
  fold(document: Document): Promise<FoldOutcome> {
    return this.#track(this.#fold(document, this.#options.announceMs))
  }

  /** Gives a field other readers, and carries its cells into the part of those. */
  moveField(move: FieldMove): Promise<MoveOutcome> {
    return this.#track(this.#moveField(move))
  }

  /** Makes a field one of another type or unit, with its cells. */
  convertField(conversion: FieldConversion): Promise<ConversionOutcome> {
    return this.#track(this.#convertField(conversion))
  }

  /** Folds what was locked, without waiting for anybody: nobody writes there any more. Returns at once. */
  foldCycle(tenantId: string, cycleId: string): void {
    void this.#track(
      this.#documentsOf(tenantId, cycleId)
        .then((documents) => this.#foldAll(documents))
        .catch((error: unknown) => this.#complain(error)),
    )
  }

  /** Looks for locked documents that are not folded yet, now and then: a server may have died in between. */
  start(): void {
    void this.#track(this.#sweep())
  }

  /** A fold that is under way is given up; nothing is lost by it. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
    await this.#thread.stop()
    await Promise.allSettled(this.#running)
  }

  async #fold({ tenantId, documentId }: Document, announceMs: number): Promise<FoldOutcome> {
    const { live, log, knownSeeds } = this.#options
    let sealed: Part | undefined
    let next = 0
    const outcome = await this.#thread.fold({ tenantId, documentId }, async (proposal) => {
      next = proposal.generation
      sealed = live.parts.get(documentName(documentId, next - 1))
      if (sealed !== undefined) {
        knownSeeds.keep({ documentId, generation: next }, { sha256: proposal.sha256, bytes: proposal.seed })
      }
      if (sealed !== undefined && announceMs > 0) {
        await this.#announce(sealed, proposal, announceMs)
      }
    })
    if (outcome === 'sealed') {
      log.info({ documentId }, 'a document was folded')
      await Promise.all(
        sealed === undefined
          ? []
          : [live.parts.follow([sealed]), this.#warmUp({ tenantId, documentId, generation: next })],
      )
    }
    return outcome
  }

  /** Opens what everybody is about to open, and keeps it for a while. */
  async #warmUp(key: DocumentKey): Promise<void> {
    try {
      const { release } = await this.#options.live.hold(key)
      setTimeout(() => void release().catch(() => {}), WARM_MS).unref()
    } catch (error) {
      if (!(error instanceof Closed)) {
        throw error // otherwise it has gone on already, or is not for now
      }
    }
  }

  async #moveField(move: FieldMove): Promise<MoveOutcome> {
    const { live, project } = this.#options
    const moved = new Set<number>()
    const outcome = await this.#thread.moveField(move, async (documentIds) => {
      for (const documentId of documentIds) {
        moved.add(documentId)
        await project(move.tenantId, documentId)
      }
    })
    await live.parts.follow(live.parts.all().filter(({ key }) => moved.has(key.documentId)))
    return outcome
  }

  async #convertField(conversion: FieldConversion): Promise<ConversionOutcome> {
    const { live } = this.#options
    const outcome = await this.#thread.convertField(conversion)
    const isOfTable = ({ key, tableId }: Part): boolean =>
      key.tenantId === conversion.tenantId && tableId === conversion.tableId
    await live.parts.follow(live.parts.all().filter(isOfTable))
    return outcome
  }

  async #announce(part: Part, proposal: FoldProposal, announceMs: number): Promise<void> {
    const { live } = this.#options
    await live.parts.follow([part])
    if (live.announceFold(part, proposal) > 0) {
      await new Promise((resolve) => setTimeout(resolve, announceMs).unref())
    }
  }

  async #foldGrown(part: Part, growth: Growth): Promise<void> {
    try {
      await this.#fold(part.key, this.#options.announceMs)
    } catch (error) {
      this.#complain(error)
    }
    // sealed, this part grows no more; otherwise somebody else is at it, or it is tried again
    setTimeout(() => {
      growth.isFolding = false
    }, RETRY_MS).unref()
  }

  async #foldAll(documents: readonly Document[]): Promise<void> {
    for (const document of documents) {
      if (this.#isStopped) {
        return
      }
      await this.#fold(document, 0)
    }
  }

  async #sweep(): Promise<void> {
    try {
      const { rows } = await this.#options.pool.query<Document>(
        'SELECT id::float8 AS "documentId", tenant_id AS "tenantId" FROM documents_to_fold()',
      )
      await this.#foldAll(rows)
    } catch (error) {
      this.#complain(error)
    }
    if (!this.#isStopped) {
      this.#timer = setTimeout(() => this.start(), SWEEP_MS)
      this.#timer.unref()
    }
  }

  #documentsOf(tenantId: string, cycleId: string): Promise<Document[]> {
    return inTenantOn(this.#options.pool, tenantId, async (client) => {
      const { rows } = await client.query<Document>(
        `SELECT id::float8 AS "documentId", tenant_id AS "tenantId" FROM documents
         WHERE tenant_id = $1 AND cycle_id = $2 ORDER BY id`,
        [tenantId, cycleId],
      )
      return rows
    })
  }

  #complain(error: unknown): void {
    if (!this.#isStopped) {
      this.#options.log.warn({ err: error }, 'folding failed; it is tried again')
    }
  }

  #growthOf(part: Part): Growth {
    let growth = this.#growth.get(part)
    if (growth === undefined) {
      growth = { rows: ROWS_BETWEEN_LOOKS, bytes: part.tailAtLoad.bytes, isFolding: false }
      this.#growth.set(part, growth)
    }
    return growth
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => {},
      () => {},
    )
    this.#running.add(settled)
    void settled.then(() => this.#running.delete(settled))
    return work
  }
}
