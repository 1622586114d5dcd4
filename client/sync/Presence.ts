import { parsePresence, type PresenceCell, type PresenceRange, type PresenceState } from '#collab/protocol/awareness.ts'
import type { LiveDocument } from './LiveDocument.ts'

/** Somebody else who has this sheet open, in one tab. */
export interface Peer extends PresenceState {
  /** Stable while the tab is open. */
  id: string
}

const THROTTLE_MS = 50

/** Tells the others which cell is chosen here, at most every 50 ms, and who is where. */
export class Presence {
  readonly #document: () => LiveDocument
  #cell: PresenceCell | null = null
  #range: PresenceRange | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(document: () => LiveDocument) {
    this.#document = document
  }

  choose(cell: PresenceCell | null, range: PresenceRange | null): void {
    this.#cell = cell
    this.#range = range
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.announce()
    }, THROTTLE_MS)
  }

  /** Sends the choice now, for example on a new connection. */
  announce(): void {
    const state = this.#range === null ? { cell: this.#cell } : { cell: this.#cell, range: this.#range }
    this.#document().awareness.setLocalState(state)
  }

  peers(): Peer[] {
    const { awareness } = this.#document()
    const peers: Peer[] = []
    for (const [client, state] of awareness.getStates()) {
      const presence = client === awareness.clientID ? null : parsePresence(state)
      if (presence !== null) {
        peers.push({ ...presence, id: String(client) })
      }
    }
    return peers
  }

  stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }
}
