import type { FormerWrite } from '#collab/binding/SheetEditing.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Intent } from './IntentLog.ts'
import type { NotSavedReason } from './NotSaved.ts'

/** The part in which a stranded write has to be written again. */
export interface Landing {
  /** What it holds is what the server has. */
  readonly current: boolean
  readonly locked: boolean
  mayWrite(ordinal: number): boolean
  readonly live: { readonly sheet: { value(row: string, ordinal: number): CellValue } }
}

interface Stranded {
  intent: Intent
  /** The part that said that it has no such field. */
  refusedBy: Landing | null
}

/** What becomes of stranded writes: those to write again, and those that cannot be. */
export interface Landed {
  writes: FormerWrite[]
  lost: { intents: Intent[]; reason: NotSavedReason }[]
}

/**
 * Writes that the server does not have and whose document is gone: a new generation, a field that moved, a part that was
 * left. Each is written again where its field is now, but only over the value that it was based on: it may have been
 * durable already and must not beat a newer edit.
 */
export class StrandedWrites {
  #stranded: Stranded[] = []

  get size(): number {
    return this.#stranded.length
  }

  intents(): Intent[] {
    return this.#stranded.map(({ intent }) => intent)
  }

  add(intents: readonly Intent[], refusedBy: Landing | null = null): void {
    for (const intent of intents) {
      this.#stranded.push({ intent, refusedBy })
    }
  }

  /** Decides about every write whose part is current; the others wait. */
  take(partFor: (ordinal: number) => Landing | undefined, meaningOf: (ordinal: number) => string | undefined): Landed {
    const landed: Landed = { writes: [], lost: [] }
    const lose = (intent: Intent, reason: NotSavedReason): void => {
      landed.lost.push({ intents: [intent], reason })
    }
    const waiting: Stranded[] = []
    for (const writes of perCell(this.#stranded)) {
      const { intent, refusedBy } = writes.at(-1)!
      const { row, ordinal, value } = intent
      const part = partFor(ordinal)
      if (part === undefined || part === refusedBy) {
        lose(intent, 'unknown-field')
      } else if (!part.current) {
        waiting.push(...writes)
      } else {
        const now = part.live.sheet.value(row, ordinal)
        if (isSameValue(now, value)) {
          continue // it was durable
        } else if (intent.meaning !== undefined && intent.meaning !== meaningOf(ordinal)) {
          lose(intent, 'field-changed') // a number that was meant in another unit
        } else if (!part.mayWrite(ordinal)) {
          lose(intent, part.locked ? 'locked' : 'no-permission')
        } else if (writes.some(({ intent: { before } }) => isSameValue(now, before))) {
          landed.writes.push({ ...intent, before: now })
        } else {
          lose(intent, 'changed-meanwhile')
        }
      }
    }
    this.#stranded = waiting
    return landed
  }
}

/** Of several writes to one cell the last counts, over any of the values that they were based on. */
function perCell(all: readonly Stranded[]): Iterable<Stranded[]> {
  return Map.groupBy(all, ({ intent }) => `${intent.row}:${intent.ordinal}`).values()
}
