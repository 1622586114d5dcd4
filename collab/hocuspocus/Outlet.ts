import type { Connection } from '@hocuspocus/server'
import * as decoding from 'lib0/decoding'
import { closeConnection } from './connections.ts'

/** What waits for one connection; beyond this it is cheaper to let the client come again. */
const MAX_HELD_BYTES = 4 << 20

/** Message types of Hocuspocus 4: a sync carries what others wrote, except its first step; so do the others named here. */
const SYNC_TYPES: readonly number[] = [0, 4]
const SYNC_STEP_1 = 0
/** Presence, and our own messages: the announcement of a generation comes with its last values. */
const TELLING_TYPES: readonly number[] = [1, 5]

/**
 * Stands between a document and one connection: what others wrote and where they are goes out only while the rights of
 * the reader are known to stand. Until they are known again it waits in its order, so nothing is missed.
 */
export class Outlet {
  readonly #connection: Connection
  readonly #isOpen: () => boolean
  readonly #send: (message: Uint8Array) => void
  #held: Uint8Array[] = []
  #bytes = 0

  constructor(connection: Connection, isOpen: () => boolean) {
    this.#connection = connection
    this.#isOpen = isOpen
    this.#send = connection.send.bind(connection)
    connection.send = (message) => this.#offer(message)
  }

  /** Sends what has waited, if it may go now. */
  release(): void {
    if (this.#held.length > 0 && this.#isOpen()) {
      const held = this.#held
      this.#held = []
      this.#bytes = 0
      held.forEach((message) => this.#send(message))
    }
  }

  #offer(message: Uint8Array): void {
    this.release()
    if (this.#isOpen() || !isContent(message)) {
      this.#send(message)
      return
    }
    this.#held.push(message)
    this.#bytes += message.length
    if (this.#bytes > MAX_HELD_BYTES) {
      this.#held = []
      closeConnection(this.#connection, 'load-failed')
    }
  }
}

function isContent(message: Uint8Array): boolean {
  const decoder = decoding.createDecoder(message)
  decoding.readVarString(decoder)
  const type = decoding.readVarUint(decoder)
  return TELLING_TYPES.includes(type) || (SYNC_TYPES.includes(type) && decoding.readVarUint(decoder) !== SYNC_STEP_1)
}
