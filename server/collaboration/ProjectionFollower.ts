/** Sees to it that what was journaled gets projected: before a read, after a crash, and when a projection failed. */
import type pg from 'pg'
import type { OpenDocuments } from '#collab/hocuspocus/OpenDocuments.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { CollaborationError } from './CollaborationError.ts'
import type { CollaborationLog } from './ports.ts'
import type { GatheredResults } from './gathering/GatheredResults.ts'
import type { Projector } from './Projector.ts'
import { locateDocument } from './sheetDocuments.ts'

const LOOK_AGAIN_MS = 5000
const PATIENCE_MS = 15_000

interface Behind {
  id: number
  tenantId: string
  generation: number
}

/** A sheet alone, all of its cycle, or that and the table in all cycles. */
type Reach = 'sheet' | 'cycle' | 'cycles'

interface Reaching {
  /** Absent: all sheets of the cycle. */
  tableId?: string
  cycleId: string
  reach: Reach
}

export interface ProjectionFollowerOptions {
  pool: pg.Pool
  parts: OpenDocuments<Part>
  projector: Projector
  gathered: Pick<GatheredResults, 'settle' | 'settleSums' | 'catchUp'>
  log: CollaborationLog
}

export class ProjectionFollower {
  readonly #options: ProjectionFollowerOptions
  #timer: NodeJS.Timeout | null = null
  #isStopped = false
  #isCaughtUp = false
  /** Documents that were behind at the last look, and how far they were. */
  #lastLook = new Map<number, number>()

  constructor(options: ProjectionFollowerOptions) {
    this.#options = options
  }

  /** What a crash left was projected since the start. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp
  }

  start(): void {
    void this.#lookAround()
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }

  async waitUntilProjected(tenantId: string, sheet: { tableId?: string; cycleId: string }): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    const reach = await this.#reachOf(tenantId, sheet)
    await this.#projectAll(tenantId, { ...sheet, reach }, deadline)
    // results that are gathered from others may be noted anew when those have settled
    while (await this.#options.gathered.settle(tenantId, reach === 'cycles' ? null : sheet.cycleId)) {
      if (Date.now() > deadline) {
        throw new CollaborationError('too-busy')
      }
    }
  }

  /**
   * The same as far as the totals of a cycle need it: where its rows are written for their results only, their sums are
   * enough. What depends on other rows, and instruments that cover rows, need the rows.
   */
  async waitUntilSummed(tenantId: string, cycleId: string): Promise<void> {
    if (!(await this.#isSummable(tenantId, cycleId))) {
      await this.waitUntilProjected(tenantId, { cycleId })
      return
    }
    const deadline = Date.now() + PATIENCE_MS
    await this.#projectAll(tenantId, { cycleId, reach: 'cycle' }, deadline)
    while (await this.#options.gathered.settleSums(tenantId, cycleId)) {
      if (Date.now() > deadline) {
        throw new CollaborationError('too-busy')
      }
    }
  }

  async #isSummable(tenantId: string, cycleId: string): Promise<boolean> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<{ isSummable: boolean }>(
        `SELECT NOT EXISTS (SELECT FROM instrument_allocations WHERE tenant_id = $1 AND cycle_id = $2 AND deleted_at IS NULL)
           AND NOT EXISTS (SELECT FROM cycles c
             JOIN modules m ON m.tenant_id = c.tenant_id AND m.project_id = c.project_id
             JOIN tables t ON t.tenant_id = m.tenant_id AND t.module_id = m.id
             JOIN fields f ON f.tenant_id = t.tenant_id AND f.table_id = t.id
             WHERE c.tenant_id = $1 AND c.id = $2 AND f.gathers IS NOT NULL) AS "isSummable"`,
        [tenantId, cycleId],
      ),
    )
    return rows[0]?.isSummable === true
  }

  async #projectAll(tenantId: string, sheet: Reaching, deadline: number): Promise<void> {
    let behind = await this.#behindOf(tenantId, sheet)
    const targets = new Map(behind.map(({ id, head }) => [id, head]))
    while (behind.length > 0) {
      if (Date.now() > deadline) {
        throw new CollaborationError('too-busy')
      }
      for (const document of behind) {
        await this.#project(document)
      }
      const now = await this.#behindOf(tenantId, sheet)
      behind = now.filter(({ id, projected }) => projected < (targets.get(id) ?? -1))
    }
  }

  /** Projects what was journaled for one document before the call. */
  async project(tenantId: string, documentId: number): Promise<void> {
    const located = await locateDocument(this.#options.pool, tenantId, documentId)
    if (located !== null) {
      await this.#project({ id: documentId, tenantId, generation: located.generation })
    }
  }

  /** What the results of a sheet depend on. */
  async #reachOf(tenantId: string, { tableId }: { tableId?: string }): Promise<Reach> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<{ gathers: boolean; previous: boolean }>(
        `SELECT count(gathers) > 0 AS gathers, coalesce(bool_or(gathers ->> 'previous' = 'true'), false) AS previous
         FROM fields WHERE tenant_id = $1 AND ($2::uuid IS NULL OR table_id = $2) AND gathers IS NOT NULL`,
        [tenantId, tableId ?? null],
      ),
    )
    return rows[0]?.previous === true ? 'cycles' : rows[0]?.gathers === true ? 'cycle' : 'sheet'
  }

  async #behindOf(
    tenantId: string,
    { tableId, cycleId, reach }: Reaching,
  ): Promise<(Behind & { head: number; projected: number })[]> {
    const { rows } = await inTenantOn(this.#options.pool, tenantId, (client) =>
      client.query<Behind & { head: number; projected: number }>(
        `SELECT d.id::float8 AS id, d.tenant_id AS "tenantId", generation, head_seq::float8 AS head, position::float8 AS projected
         FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
         WHERE d.tenant_id = $1 AND position < head_seq AND (
           (cycle_id = $2 AND ($3::uuid IS NULL OR table_id = $3 OR $4 <> 'sheet'))
           OR ($4 = 'cycles' AND ($3::uuid IS NULL OR table_id = $3)))`,
        [tenantId, cycleId, tableId ?? null, reach],
      ),
    )
    return rows
  }

  async #project({ id, tenantId, generation }: Behind): Promise<void> {
    const { parts, projector } = this.#options
    const part = parts.get(documentName(id, generation))
    if (part === undefined) {
      await projector.projectCold(tenantId, id)
    } else {
      await parts.follow([part])
      await projector.flush(part)
    }
  }

  async #lookAround(): Promise<void> {
    try {
      for (const document of await this.#stuck()) {
        if (this.#isStopped) {
          return
        }
        await this.#project(document)
      }
      await this.#options.gathered.catchUp()
      this.#isCaughtUp = true
    } catch (error) {
      this.#options.log.error({ err: error }, 'catching up the projection failed; it is tried again')
    }
    if (!this.#isStopped) {
      this.#timer = setTimeout(() => void this.#lookAround(), LOOK_AGAIN_MS)
      this.#timer.unref()
    }
  }

  /** At the start everything that is behind; later only what nobody has moved since the last look. */
  async #stuck(): Promise<Behind[]> {
    const { rows } = await this.#options.pool.query<Behind & { projected: number }>(
      `SELECT id::float8 AS id, tenant_id AS "tenantId", generation, projected_seq::float8 AS projected
       FROM documents_to_project()`,
    )
    const last = this.#lastLook
    this.#lastLook = new Map(rows.map(({ id, projected }) => [id, projected]))
    return this.#isCaughtUp ? rows.filter(({ id, projected }) => last.get(id) === projected) : rows
  }
}
