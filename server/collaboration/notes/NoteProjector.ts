/** Sees to it that what was written in notes gets into their contents and history: soon, before a read, and after a crash. */
import type pg from 'pg'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import type { NoteKey } from '#server/storage/journal/readNoteRows.ts'
import type { CollaborationLog, ProjectedNotes } from '../ports.ts'
import { projectNote } from './projectNote.ts'

const GATHER_MS = 300
const LOOK_AGAIN_MS = 5000

export interface NoteProjectorOptions {
  pool: pg.Pool
  log: CollaborationLog
  onProjected(projected: ProjectedNotes): void
}

export class NoteProjector {
  readonly #options: NoteProjectorOptions
  readonly #waiting = new Map<number, { key: NoteKey; timer: NodeJS.Timeout }>()
  readonly #running = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: NoteProjectorOptions) {
    this.#options = options
  }

  start(): void {
    void this.#lookAround()
  }

  /** Something was written. What follows soon is projected with it. */
  handleChanged(key: NoteKey): void {
    if (!this.#waiting.has(key.noteId)) {
      const timer = setTimeout(() => {
        this.#waiting.delete(key.noteId)
        this.#projectSoon(key)
      }, GATHER_MS)
      this.#waiting.set(key.noteId, { key, timer })
    }
  }

  /** Returns when everything that was written in notes before the call is projected, of one sheet or of a whole cycle. */
  async projectSheets(tenantId: string, { tableId, cycleId }: { tableId?: string; cycleId: string }): Promise<void> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<{ id: number }>(
        `SELECT id::float8 AS id FROM notes
         WHERE tenant_id = $1 AND ($2::uuid IS NULL OR table_id = $2) AND cycle_id = $3 AND projected_seq < head_seq`,
        [tenantId, tableId ?? null, cycleId],
      ),
    )
    for (const { id: noteId } of rows) {
      await this.#project({ tenantId, noteId })
    }
  }

  /** Projects what waits, and starts nothing new. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
    for (const { key, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      this.#projectSoon(key)
    }
    this.#waiting.clear()
    await Promise.all(this.#running)
  }

  async #project(key: NoteKey): Promise<void> {
    const sheet = await projectNote(this.#options.pool, key)
    if (sheet !== null) {
      this.#options.onProjected({ tenantId: key.tenantId, ...sheet })
    }
  }

  #projectSoon(key: NoteKey): void {
    const running = this.#project(key)
      .catch((error: unknown) =>
        this.#options.log.error({ err: error, noteId: key.noteId }, 'a note could not be projected; it is tried again'),
      )
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** What a crash, a server that stopped or a failure left behind. */
  async #lookAround(): Promise<void> {
    try {
      const { rows } = await this.#options.pool.query<NoteKey>(
        'SELECT id::float8 AS "noteId", tenant_id AS "tenantId" FROM notes_to_project()',
      )
      rows.filter(({ noteId }) => !this.#waiting.has(noteId)).forEach((key) => this.#projectSoon(key))
    } catch (error) {
      this.#options.log.warn({ err: error }, 'notes could not be looked at; it is tried again')
    }
    if (!this.#isStopped) {
      this.#timer = setTimeout(() => void this.#lookAround(), LOOK_AGAIN_MS)
      this.#timer.unref()
    }
  }
}
