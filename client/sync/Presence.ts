import { parsePresence, type PresenceCell, type PresenceRange, type PresenceState } from '#collab/protocol/awareness.ts'
import type { LiveDocument } from './LiveDocument.ts'

/** Somebody else who has this sheet open. */
export interface Peer extends PresenceState {
  /** Stable while they are here, in whichever part they choose a cell. */
  id: string
}

/** A part of the sheet, as far as presence is concerned. */
export interface PresencePart {
  readonly live: Pick<LiveDocument, 'awareness'>
  readonly fields: ReadonlySet<number>
}

const THROTTLE_MS = 50

/**
 * Tells the others which cell is chosen here, at most every 50 ms, and who is where. A cell is told only in the part that
 * holds its field: who may not read the field is not in that part and learns that somebody is here, not where.
 */
export class Presence {
  readonly #parts: () => Iterable<PresencePart>
  #cell: PresenceCell | null = null
  #range: PresenceRange | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(parts: () => Iterable<PresencePart>) {
    this.#parts = parts
  }

  choose(cell: PresenceCell | null, range: PresenceRange | null): void {
    this.#cell = cell
    this.#range = range
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      for (const part of this.#parts()) {
        this.announce(part)
      }
    }, THROTTLE_MS)
  }

  /** Sends the choice to one part now, for example on a new connection. */
  announce(part: PresencePart): void {
    const cell = this.#cell !== null && part.fields.has(this.#cell.ordinal) ? this.#cell : null
    const range = this.#range
    const isInside = range !== null && part.fields.has(range.from.ordinal) && part.fields.has(range.to.ordinal)
    part.live.awareness.setLocalState(isInside ? { cell, range } : { cell })
  }

  /**
   * One peer for each cell that a person has chosen, in any part. A person who has chosen none is one peer, in however
   * many parts and tabs.
   */
  peers(): Peer[] {
    const byPerson = new Map<string, PresenceState[]>()
    for (const { live } of this.#parts()) {
      for (const [client, state] of live.awareness.getStates()) {
        const presence = client === live.awareness.clientID ? null : parsePresence(state)
        if (presence !== null) {
          byPerson.set(presence.user.id, [...(byPerson.get(presence.user.id) ?? []), presence])
        }
      }
    }
    return [...byPerson].flatMap(([id, states]) => {
      const placed = states.filter(({ cell, range }) => cell !== null || range !== undefined)
      return (placed.length > 0 ? placed : states.slice(0, 1)).map((state, i) => ({ ...state, id: `${id}:${i}` }))
    })
  }

  stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }
}
