import { z } from 'zod'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { Projected } from '../collaboration/ports.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

export interface ProjectedNewsOptions {
  reader: TenantReader
  bell: Bell
  collaboration: Pick<Collaboration, 'onProjected' | 'onNotesProjected'>
  /** Cycles that somebody watches here, by tenant. */
  watched(): ReadonlyMap<string, ReadonlySet<string>>
  tell(projected: ProjectedSheet): void
  onPollFailed(error: unknown): void
  /** Between two questions, in milliseconds. */
  pollMs: number
}

/** What changed in a sheet: one of its parts, or its notes. */
export type ProjectedSheet = Pick<Projected, 'tenantId' | 'tableId' | 'cycleId' | 'part'>

/** Stands in the place of a part for the notes of a sheet. */
export const NOTES = 'notes'

interface Position {
  /** Id of a document, or of the sheet whose notes they are. */
  id: string
  table_id: string
  cycle_id: string
  part: string
  position: number
  /** How often results were made anew without anything in the journal. */
  derivations: number
}

/**
 * Hears which sheets have new rows, whichever server derived them: its own at once, those of others by the bell, and what
 * the bell did not tell by asking how far the documents of watched cycles are.
 */
export class ProjectedNews {
  readonly #options: ProjectedNewsOptions
  readonly #unsubscribe: (() => void)[]
  readonly #timer: NodeJS.Timeout
  /** How far each document was when it was last told. */
  readonly #told = new Map<string, Pick<Position, 'position' | 'derivations'>>()
  #asking: Promise<void> | null = null

  constructor(options: ProjectedNewsOptions) {
    this.#options = options
    const { bell, collaboration } = options
    this.#unsubscribe = [
      collaboration.onProjected((projected) => {
        this.#hear(projected)
        bell.ring('projected', projected)
      }),
      collaboration.onNotesProjected(() => this.#ask()),
    ]
    bell.on('projected', (message) => {
      const { success, data } = ProjectedMessage.safeParse(message)
      if (success) {
        this.#hear(data)
      }
    })
    this.#timer = setInterval(() => this.#ask(), options.pollMs)
    this.#timer.unref()
  }

  /** From now on nothing of this cycle is missed. */
  async begin(tenantId: string, cycleId: string): Promise<void> {
    for (const { id, position, derivations } of await this.#positions(tenantId, [cycleId])) {
      this.#note(id, { position, derivations })
    }
  }

  /** Tells what was derived without our hearing of it. */
  async poll(): Promise<void> {
    const watched = new Set<string>()
    for (const [tenantId, cycleIds] of this.#options.watched()) {
      for (const { id, position, derivations, part, ...sheet } of await this.#positions(tenantId, [...cycleIds])) {
        const told = this.#told.get(id)
        if (position > (told?.position ?? -1) || derivations > (told?.derivations ?? 0)) {
          this.#tell(
            id,
            { position, derivations },
            { tenantId, tableId: sheet.table_id, cycleId: sheet.cycle_id, part },
          )
        }
        watched.add(id)
      }
    }
    for (const id of this.#told.keys()) {
      if (!watched.has(id)) {
        this.#told.delete(id) // of cycles that nobody watches any more
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#unsubscribe.forEach((unsubscribe) => unsubscribe())
  }

  /** One question at a time; what happens meanwhile is asked for behind it. */
  #ask(): void {
    const asking = (this.#asking ?? Promise.resolve())
      .then(() => this.poll())
      .catch((error: unknown) => this.#options.onPollFailed(error))
      .finally(() => {
        this.#asking = this.#asking === asking ? null : this.#asking
      })
    this.#asking = asking
  }

  #hear({ documentId, seq, derivations = 0, ...sheet }: Projected): void {
    this.#tell(String(documentId), { position: seq, derivations }, sheet)
  }

  #tell(id: string, now: Pick<Position, 'position' | 'derivations'>, sheet: ProjectedSheet): void {
    this.#note(id, now)
    this.#options.tell(sheet)
  }

  #note(id: string, { position, derivations }: Pick<Position, 'position' | 'derivations'>): void {
    const told = this.#told.get(id)
    this.#told.set(id, {
      position: Math.max(position, told?.position ?? -1),
      derivations: Math.max(derivations, told?.derivations ?? 0),
    })
  }

  #positions(tenantId: string, cycleIds: readonly string[]): Promise<Position[]> {
    return this.#options.reader.read<Position & Record<string, unknown>>(tenantId, {
      sql: `SELECT d.id::text AS id, d.table_id, d.cycle_id, d.part, p.position::float8 AS position,
              p.derivations::float8 AS derivations
            FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
            WHERE d.tenant_id = $1 AND d.cycle_id = ANY ($2)
            UNION ALL
            SELECT table_id || ' ' || cycle_id, table_id, cycle_id, '${NOTES}', sum(projected_seq)::float8, 0 FROM notes
            WHERE tenant_id = $1 AND cycle_id = ANY ($2) GROUP BY table_id, cycle_id`,
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
  derivations: z.number().int().optional(),
})
