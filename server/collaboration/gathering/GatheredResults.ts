/** Keeps results that depend on other rows current: soon after something changed, and before they are read. */
import pLimit from 'p-limit'
import type pg from 'pg'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { lockProjections } from '../lockProjections.ts'
import type { CollaborationLog, Projected, SheetAddress } from '../ports.ts'
import { markDependents } from './markDependents.ts'
import type { PlansOf } from './gatheredPlaces.ts'
import { refreshResults } from './refreshResults.ts'

/** What a burst of changes asks for is done once. */
const GATHER_MS = 60
/** A sheet that takes long is made anew less often: the pause is so many times as long as the work. */
const PAUSE_FACTOR = 2
const RETRY_MS = 1000

export interface GatheredResultsOptions {
  pool: pg.Pool
  plansOf: PlansOf
  log: CollaborationLog
  /** A sheet has other results now. */
  onRefreshed(projected: Projected): void
}

interface Sheet extends SheetAddress {
  tenantId: string
}

export class GatheredResults {
  readonly #options: GatheredResultsOptions
  readonly #turns = pLimit(1)
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #running = new Set<Promise<unknown>>()
  #isStopped = false

  constructor(options: GatheredResultsOptions) {
    this.#options = options
  }

  /** Something was noted in this tenant: its sheets are made anew soon. */
  schedule(tenantId: string, delayMs = GATHER_MS): void {
    if (this.#isStopped || this.#timers.has(tenantId)) {
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(tenantId)
      void this.#refreshTenant(tenantId)
    }, delayMs)
    timer.unref()
    this.#timers.set(tenantId, timer)
  }

  /** What a server noted and did not come to do. */
  async catchUp(): Promise<void> {
    const { rows } = await this.#options.pool.query<{ tenantId: string }>(
      'SELECT DISTINCT tenant_id AS "tenantId" FROM sheets_to_refresh()',
    )
    rows.forEach(({ tenantId }) => this.schedule(tenantId))
  }

  /** Returns true when something of the cycle (null: of any) had been noted; it is done then. */
  async settle(tenantId: string, cycleId: string | null): Promise<boolean> {
    const sheets = this.#isStopped ? [] : await this.#noted(tenantId, cycleId)
    for (const sheet of sheets) {
      await this.#refresh(sheet)
    }
    return sheets.length > 0
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timers.forEach((timer) => clearTimeout(timer))
    this.#timers.clear()
    await Promise.allSettled(this.#running)
  }

  async #refreshTenant(tenantId: string): Promise<void> {
    const startedAt = performance.now()
    try {
      const sheets = await this.#noted(tenantId, null)
      for (const sheet of sheets) {
        await this.#refresh(sheet)
      }
      if (sheets.length > 0) {
        this.schedule(tenantId, GATHER_MS + PAUSE_FACTOR * (performance.now() - startedAt))
      }
    } catch (error) {
      this.#options.log.error({ err: error, tenantId }, 'gathering results failed; it is tried again')
      this.schedule(tenantId, RETRY_MS)
    }
  }

  async #noted(tenantId: string, cycleId: string | null): Promise<Sheet[]> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<SheetAddress>(
        `SELECT table_id AS "tableId", cycle_id AS "cycleId" FROM sheet_refreshes
         WHERE tenant_id = $1 AND ($2::uuid IS NULL OR cycle_id = $2) GROUP BY table_id, cycle_id ORDER BY min(id)`,
        [tenantId, cycleId],
      ),
    )
    return rows.map((sheet) => ({ tenantId, ...sheet }))
  }

  #refresh(sheet: Sheet): Promise<void> {
    const work = this.#turns(() => (this.#isStopped ? undefined : this.#refreshNow(sheet)))
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }

  /** What is noted meanwhile stays noted. */
  async #refreshNow({ tenantId, ...sheet }: Sheet): Promise<void> {
    const { pool, plansOf, onRefreshed } = this.#options
    const changed = await inTenantOn(pool, tenantId, async (client) => {
      const documents = await lockProjections(client, tenantId, sheet)
      const { rows } = await client.query<{ last: string | null }>(
        'SELECT max(id) AS last FROM sheet_refreshes WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3',
        [tenantId, sheet.tableId, sheet.cycleId],
      )
      const last = rows[0]?.last ?? null
      if (last === null) {
        return null
      }
      const count = await refreshResults(client, plansOf, tenantId, sheet)
      if (count > 0) {
        await markDependents(client, tenantId, sheet, 'others')
      }
      await client.query(
        'DELETE FROM sheet_refreshes WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND id <= $4',
        [tenantId, sheet.tableId, sheet.cycleId, last],
      )
      return count > 0 ? (documents.find(({ part }) => part === COMMON_PART) ?? null) : null
    })
    if (changed !== null) {
      onRefreshed({ tenantId, documentId: changed.id, ...sheet, part: COMMON_PART, seq: changed.position })
    }
  }
}
