import type { CycleChanged } from '#shared/events/events.ts'
import type { Projected } from '../collaboration/ports.ts'

/** Changes of one part of a sheet are told at most this often. */
export const QUIET_MS = 250

/**
 * Tells that totals changed: at once after a quiet time, then at most every `QUIET_MS`, and always after the last change.
 */
export class CycleEvents {
  readonly #tell: (event: CycleChanged, part: string) => void
  /** Parts that were told lately; true = they changed again meanwhile. */
  readonly #recent = new Map<string, { again: boolean; timer: NodeJS.Timeout }>()

  /** `part`: which part of the sheet changed; not everybody may hear of each. */
  constructor(tell: (event: CycleChanged, part: string) => void) {
    this.#tell = tell
  }

  changed({ tableId, cycleId, part }: Pick<Projected, 'tableId' | 'cycleId' | 'part'>): void {
    const key = `${tableId}/${cycleId}/${part}`
    const recent = this.#recent.get(key)
    if (recent !== undefined) {
      recent.again = true
      return
    }
    this.#tell({ cycle_id: cycleId, table_id: tableId, at: new Date().toISOString() }, part)
    const timer = setTimeout(() => {
      const { again } = this.#recent.get(key)!
      this.#recent.delete(key)
      if (again) {
        this.changed({ tableId, cycleId, part })
      }
    }, QUIET_MS)
    this.#recent.set(key, { again: false, timer })
  }

  stop(): void {
    for (const { timer } of this.#recent.values()) {
      clearTimeout(timer)
    }
    this.#recent.clear()
  }
}
