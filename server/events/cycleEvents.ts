import type { CycleChanged } from '#shared/events/events.ts'

/** Changes of one table in one cycle are told at most this often. */
export const QUIET_MS = 250

/**
 * Tells that totals changed: at once after a quiet time, then at most every `QUIET_MS`, and always after the last change.
 */
export class CycleEvents {
  readonly #tell: (event: CycleChanged) => void
  /** Tables that were told lately; true = they changed again meanwhile. */
  readonly #recent = new Map<string, { again: boolean; timer: NodeJS.Timeout }>()

  constructor(tell: (event: CycleChanged) => void) {
    this.#tell = tell
  }

  changed(tableId: string, cycleId: string): void {
    const key = `${tableId}/${cycleId}`
    const recent = this.#recent.get(key)
    if (recent !== undefined) {
      recent.again = true
      return
    }
    this.#tell({ cycle_id: cycleId, table_id: tableId, at: new Date().toISOString() })
    const timer = setTimeout(() => {
      const { again } = this.#recent.get(key)!
      this.#recent.delete(key)
      if (again) {
        this.changed(tableId, cycleId)
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
