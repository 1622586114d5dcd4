/**
 * Derives rows and history from the journal: gathers what changed in a document for a few milliseconds, writes it in one
 * transaction, and remembers in `document_projections` how far it is. Several servers may try; one of them does it.
 */
import pLimit from 'p-limit'
import type pg from 'pg'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Journal } from '#collab/hocuspocus/Journal.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import type { RowResultsOf } from '#server/emissions/rowResults.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { lockProjections } from './lockProjections.ts'
import { PartStores } from './PartStores.ts'
import type { CollaborationLog, Projected } from './ports.ts'
import { replayGenerations } from './replayGenerations.ts'
import { writeProjection } from './writeProjection.ts'

/** What follows a quiet time is projected almost at once; while people go on typing, more is gathered. */
const FIRST_GATHER_MS = 40
const GATHER_MS = 400
const RETRY_MS = 1000
/** At a time: projecting must leave connections to the journal, and what waits gathers more. */
const AT_ONCE = 2

interface Queue {
  changes: Changes[]
  /** The queue has every change behind this position. */
  from: number
  timer: NodeJS.Timeout | null
  /** When the last projection ended, by `performance.now()`. */
  endedAt: number
  running: Promise<void> | null
}

export interface ProjectorOptions {
  pool: pg.Pool
  journal: Pick<Journal, 'load'>
  stores: PartStores
  rowResults: RowResultsOf
  log: CollaborationLog
  onProjected(projected: Projected): void
  /** Results of some sheets of the tenant are gathered from what was projected. */
  onNoted(tenantId: string): void
  /** An open part is projected (here or elsewhere) up to what it had seen. */
  onSettled(part: Part, seq: number): void
}

export class Projector {
  readonly #options: ProjectorOptions
  readonly #queues = new WeakMap<Part, Queue>()
  readonly #running = new Set<Promise<void>>()
  /** Have something to project, and a timer for it. */
  readonly #waiting = new Set<Part>()
  readonly #turns = pLimit(AT_ONCE)
  /** By document: the last projection of a part that has ended. */
  readonly #sealed = new Map<number, Promise<void>>()
  #isStopped = false

  constructor(options: ProjectorOptions) {
    this.#options = options
  }

  /** The listener of every open part. */
  readonly handleChanges = (part: Part, changes: Changes[]): void => {
    const queue = this.#queueOf(part)
    queue.changes.push(...changes)
    const isQuiet = performance.now() - queue.endedAt > GATHER_MS
    this.#schedule(part, queue, isQuiet ? FIRST_GATHER_MS : GATHER_MS)
  }

  /** What a part has when it ends is projected at once: the next generation waits for it. */
  handleSealed(part: Part): void {
    const { documentId } = part.key
    const flushing = this.flush(part)
      .catch((error: unknown) =>
        this.#options.log.warn(
          { err: error, documentId },
          'the rest of a generation could not be projected; the next one reads it from the journal',
        ),
      )
      .finally(() => {
        if (this.#sealed.get(documentId) === flushing) {
          this.#sealed.delete(documentId)
        }
      })
    this.#sealed.set(documentId, flushing)
  }

  /** Projects what an open part has, now; nothing any more when this has been stopped. */
  async flush(part: Part): Promise<void> {
    const queue = this.#queueOf(part)
    while (queue.running !== null) {
      await queue.running
    }
    if (this.#isStopped) {
      return
    }
    if (queue.timer !== null) {
      clearTimeout(queue.timer)
      this.#waiting.delete(part)
      queue.timer = null
    }
    queue.running = this.#track(this.#inTurn(part, queue)).finally(() => {
      queue.running = null
      queue.endedAt = performance.now()
    })
    await queue.running
  }

  /** Projects a document that nobody has open here, from the journal alone. */
  async projectCold(tenantId: string, documentId: number): Promise<void> {
    await this.#sealed.get(documentId)
    await this.#track(this.#turns(() => this.#projectFromJournal(tenantId, documentId)))
  }

  /** Derives everything of a document anew, from its first generation on. */
  reproject(tenantId: string, documentId: number): Promise<void> {
    return this.#track(this.#turns(() => this.#projectFromJournal(tenantId, documentId, true)))
  }

  /** Projects what is waiting, also of parts that were closed meanwhile, and starts nothing new. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#waiting].map((part) => this.flush(part)))
    this.#isStopped = true
    await Promise.allSettled(this.#running)
  }

  #queueOf(part: Part): Queue {
    let queue = this.#queues.get(part)
    if (queue === undefined) {
      queue = { changes: [], from: part.projectedAtLoad, timer: null, endedAt: -Infinity, running: null }
      this.#queues.set(part, queue)
    }
    return queue
  }

  #schedule(part: Part, queue: Queue, delayMs: number): void {
    if (queue.timer !== null || this.#isStopped) {
      return
    }
    this.#waiting.add(part)
    queue.timer = setTimeout(() => {
      this.#waiting.delete(part)
      queue.timer = null
      void this.flush(part).catch((error: unknown) => {
        this.#options.log.error({ err: error, documentId: part.key.documentId }, 'projecting failed; it is tried again')
        this.#schedule(part, queue, RETRY_MS)
      })
    }, delayMs)
    queue.timer.unref()
  }

  /** What the generation before has left comes first. */
  async #inTurn(part: Part, queue: Queue): Promise<void> {
    if (!part.isSealed) {
      await this.#sealed.get(part.key.documentId)
    }
    await this.#turns(() => this.#projectLive(part, queue))
  }

  async #projectLive(part: Part, queue: Queue): Promise<void> {
    const changes = queue.changes
    const target = part.seen
    const outcome = await this.#project(part, this.#options.stores.of(part), changes, { from: queue.from, target })
    if (outcome === 'incomplete') {
      // somebody dropped what was derived: only the journal knows it all
      await this.#projectFromJournal(part.key.tenantId, part.key.documentId)
    }
    this.#options.onSettled(part, target)
    queue.changes = queue.changes.filter(({ seq }) => seq > target)
    queue.from = Math.max(queue.from, target)
    if (queue.changes.length > 0) {
      this.#schedule(part, queue, GATHER_MS)
    }
  }

  async #projectFromJournal(tenantId: string, documentId: number, isAnew = false): Promise<void> {
    const from = isAnew ? -1 : 'projected'
    const replayed = await replayGenerations(this.#options.journal, { tenantId, documentId, from })
    if (replayed !== null) {
      const { part, changes, projectedSeq } = replayed
      const store = new PartStores().of(part)
      await this.#project(part, store, changes, { from: projectedSeq, target: part.seen, isAnew })
      part.doc.destroy()
    }
  }

  async #project(
    part: Part,
    store: ColumnStore,
    changes: readonly Changes[],
    { from, target, isAnew = false }: { from: number; target: number; isAnew?: boolean },
  ): Promise<'done' | 'incomplete'> {
    const { tenantId, documentId } = part.key
    let hasNoted = false
    const outcome = await inTenantOn(this.#options.pool, tenantId, async (client) => {
      const positions = await lockProjections(client, tenantId, part)
      const projected = positions.find(({ id }) => id === part.key.documentId)?.position ?? Infinity
      const isAlone = positions.length === 1
      if (projected > target || (projected === target && !isAnew)) {
        return 'nothing'
      }
      if (projected < from) {
        return 'incomplete'
      }
      const known = isAnew ? -1 : projected
      const news = changes.filter(({ seq }) => seq > known && seq <= target)
      hasNoted = await writeProjection(client, this.#options.rowResults, {
        part,
        store,
        changes: news,
        target,
        isWhole: known < 0,
        isAlone,
      })
      return 'done'
    })
    if (outcome === 'done') {
      const { tableId, cycleId, part: name } = part
      if (hasNoted) {
        this.#options.onNoted(tenantId)
      }
      this.#options.onProjected({ tenantId, documentId, tableId, cycleId, part: name, seq: target })
    }
    return outcome === 'incomplete' ? 'incomplete' : 'done'
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
