import { z } from 'zod'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { Projected } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

export interface ProjectedNewsOptions {
  reader: TenantReader
  bell: Bell
  collaboration: Pick<Collaboration, 'onProjected'>
  /** Cycles that somebody watches here, by tenant. */
  watched(): ReadonlyMap<string, ReadonlySet<string>>
  tell(projected: Projected): void
  onPollFailed(error: unknown): void
  /** Between two questions, in milliseconds. */
  pollMs: number
}

interface Position {
  id: number
  table_id: string
  cycle_id: string
  part: string
  position: number
}

/**
 * Hears which sheets have new rows, whichever server derived them: its own at once, those of others by the bell, and what
 * the bell did not tell by asking how far the documents of watched cycles are.
 */
export class ProjectedNews {
  readonly #options: ProjectedNewsOptions
  readonly #unsubscribe: () => void
  readonly #timer: NodeJS.Timeout
  /** How far each document was when it was last told. */
  #told = new Map<number, number>()

  constructor(options: ProjectedNewsOptions) {
    this.#options = options
    const { bell, collaboration } = options
    this.#unsubscribe = collaboration.onProjected((projected) => {
      this.#tell(projected)
      bell.ring('projected', projected)
    })
    bell.on('projected', (message) => {
      const { success, data } = ProjectedMessage.safeParse(message)
      if (success) {
        this.#tell(data)
      }
    })
    this.#timer = setInterval(() => {
      this.poll().catch((error: unknown) => options.onPollFailed(error))
    }, options.pollMs)
    this.#timer.unref()
  }

  /** From now on nothing of this cycle is missed. */
  async begin(tenantId: string, cycleId: string): Promise<void> {
    for (const { id, position } of await this.#positions(tenantId, [cycleId])) {
      this.#told.set(id, Math.max(position, this.#told.get(id) ?? -1))
    }
  }

  /** Tells what was derived without our hearing of it. */
  async poll(): Promise<void> {
    const kept = new Map<number, number>()
    for (const [tenantId, cycleIds] of this.#options.watched()) {
      for (const { id, position, part, ...sheet } of await this.#positions(tenantId, [...cycleIds])) {
        if (position > (this.#told.get(id) ?? -1)) {
          const [tableId, cycleId] = [sheet.table_id, sheet.cycle_id]
          this.#tell({ tenantId, tableId, cycleId, part, documentId: id, seq: position })
        }
        kept.set(id, this.#told.get(id) ?? position)
      }
    }
    this.#told = kept // documents of cycles that nobody watches any more are forgotten
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#unsubscribe()
  }

  #tell(projected: Projected): void {
    const { documentId, seq } = projected
    this.#told.set(documentId, Math.max(seq, this.#told.get(documentId) ?? -1))
    this.#options.tell(projected)
  }

  #positions(tenantId: string, cycleIds: readonly string[]): Promise<Position[]> {
    return this.#options.reader.read<Position & Record<string, unknown>>(tenantId, {
      sql: `SELECT d.id::float8 AS id, d.table_id, d.cycle_id, d.part, p.position::float8 AS position
            FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
            WHERE d.tenant_id = $1 AND d.cycle_id = ANY ($2)`,
      bindings: [tenantId, cycleIds],
    })
  }
}

const ProjectedMessage = z.object({
  tenantId: z.uuid(),
  documentId: z.number().int(),
  tableId: z.uuid(),
  cycleId: z.uuid(),
  part: z.string(),
  seq: z.number().int(),
})
