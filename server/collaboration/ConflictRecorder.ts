/** Writes down which values met in a cell, and then tells both people. */
import type pg from 'pg'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { Conflict } from '#collab/hocuspocus/conflicts.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { jsonOrNull } from './jsonOf.ts'
import type { CollaborationLog } from './ports.ts'

const RETRY_MS = 1000
const TRIES = 30

export class ConflictRecorder {
  readonly #pool: pg.Pool
  readonly #log: CollaborationLog
  readonly #tell: (part: Part, userIds: ReadonlySet<string>) => void
  readonly #running = new Set<Promise<void>>()

  constructor(pool: pg.Pool, log: CollaborationLog, tell: (part: Part, userIds: ReadonlySet<string>) => void) {
    this.#pool = pool
    this.#log = log
    this.#tell = tell
  }

  /** Returns at once. */
  readonly record = (part: Part, changes: readonly Changes[]): void => {
    const met = changes.filter(({ conflicts }) => conflicts.length > 0)
    if (met.length > 0) {
      const running = this.#record(part, met).finally(() => this.#running.delete(running))
      this.#running.add(running)
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #record(part: Part, met: readonly Changes[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        for (const { seq, conflicts } of met) {
          await this.#insert(part, seq, conflicts)
        }
        this.#tell(part, new Set(met.flatMap((change) => change.conflicts.flatMap((one) => [one.keptBy, one.lostBy]))))
        return
      } catch (error) {
        if (attempt === TRIES) {
          this.#log.error({ err: error, documentId: part.key.documentId }, 'conflicts could not be recorded')
          return
        }
        if (attempt === 1) {
          this.#log.warn(
            { err: error, documentId: part.key.documentId },
            'conflicts could not be recorded; it is tried again',
          )
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref())
      }
    }
  }

  #insert({ key, tableId, cycleId }: Part, seq: number, conflicts: readonly Conflict[]): Promise<void> {
    return inTenantOn(this.#pool, key.tenantId, async (client) => {
      await client.query(
        `INSERT INTO cell_conflicts (tenant_id, table_id, cycle_id, document_id, seq, row_id, ordinal, kept, kept_by, lost, lost_by)
         SELECT $1, $2, $3, $4, $5, c.row_id, c.ordinal, c.kept, c.kept_by, c.lost, c.lost_by
         FROM unnest($6::text[], $7::int[], $8::jsonb[], $9::uuid[], $10::jsonb[], $11::uuid[])
                AS c (row_id, ordinal, kept, kept_by, lost, lost_by)
         ON CONFLICT DO NOTHING`,
        [
          key.tenantId,
          tableId,
          cycleId,
          key.documentId,
          seq,
          conflicts.map(({ row }) => row),
          conflicts.map(({ ordinal }) => ordinal),
          conflicts.map(({ kept }) => jsonOrNull(kept)),
          conflicts.map(({ keptBy }) => keptBy),
          conflicts.map(({ lost }) => jsonOrNull(lost)),
          conflicts.map(({ lostBy }) => lostBy),
        ],
      )
    })
  }
}
