/**
 * Who is where, from server to server. Each server relays what it has rewritten for its own connections; what comes from
 * elsewhere is checked again and shown here. A server that dies says nothing: its people fade after 30 seconds, because
 * living ones are announced every 15.
 */
import type { Document } from '@hocuspocus/server'
import * as encoding from 'lib0/encoding'
import { applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import { parsePresence, type PresenceState } from '#collab/protocol/awareness.ts'
import type { Bell } from './Bell.ts'

/** Marks what came from another server, so that it is not sent round again. */
const FROM_ELSEWHERE = { source: 'redis' as const }
const MAX_STATES = 1000

interface PeerState {
  client: number
  clock: number
  /** Null: gone. */
  state: PresenceState | null
}

interface AwarenessChange {
  added: number[]
  updated: number[]
  removed: number[]
}

export class PresenceRelay {
  readonly #bell: Bell
  readonly #documents: () => ReadonlyMap<string, Document>
  /** Clients on other servers. */
  readonly #elsewhere = new WeakMap<Document, Set<number>>()

  constructor(bell: Bell, documents: () => ReadonlyMap<string, Document>) {
    this.#bell = bell
    this.#documents = documents
    bell.on('presence', (message) => this.#arrive(message))
    bell.on('who', (name) => this.#answer(name))
    bell.onReady(() => this.#meetAgain())
  }

  /** A document was opened: its people are relayed from now on, and those elsewhere are asked for. */
  watch(name: string, document: Document): void {
    if (this.#elsewhere.has(document)) {
      return
    }
    this.#elsewhere.set(document, new Set())
    document.awareness.on('update', ({ added, updated, removed }: AwarenessChange, origin: unknown) => {
      if (origin === FROM_ELSEWHERE) {
        return
      }
      const elsewhere = this.#elsewhere.get(document)!
      const own = [...added, ...updated, ...removed].filter(
        (client) => !elsewhere.has(client) && client !== document.clientID,
      )
      removed.forEach((client) => elsewhere.delete(client))
      this.#tell(name, document, own)
    })
    this.#bell.ring('who', name)
  }

  /** Whether somebody else is known under that client on another server. */
  isTaken(document: Document, client: number, userId: string): boolean {
    const isElsewhere = this.#elsewhere.get(document)?.has(client) === true
    return isElsewhere && parsePresence(document.awareness.states.get(client))?.user.id !== userId
  }

  /** A person who was on another server announces the same client here: from now on it is this server's to relay. */
  takeOver(document: Document, client: number): void {
    if (this.#elsewhere.get(document)?.delete(client) === true) {
      removeAwarenessStates(document.awareness, [client], FROM_ELSEWHERE)
      document.awareness.meta.delete(client) // else the announcement is no news
    }
  }

  #tell(name: string, document: Document, clients: readonly number[]): void {
    const { states, meta } = document.awareness
    const told = clients.flatMap((client) => {
      const clock = meta.get(client)?.clock
      return clock === undefined ? [] : [{ client, clock, state: states.get(client) ?? null }]
    })
    if (told.length > 0) {
      this.#bell.ring('presence', { name, states: told })
    }
  }

  #answer(name: unknown): void {
    const document = typeof name === 'string' ? this.#documents().get(name) : undefined
    if (typeof name === 'string' && document !== undefined) {
      this.#tell(name, document, this.#ownClients(document))
    }
  }

  #meetAgain(): void {
    for (const [name, document] of this.#documents()) {
      this.#tell(name, document, this.#ownClients(document))
      this.#bell.ring('who', name)
    }
  }

  #ownClients(document: Document): number[] {
    return document.getConnections().flatMap((connection) => [...document.getClients(connection)])
  }

  #arrive(message: unknown): void {
    const { name, states } = parseMessage(message)
    const document = this.#documents().get(name)
    const elsewhere = document === undefined ? undefined : this.#elsewhere.get(document)
    if (document === undefined || elsewhere === undefined) {
      return
    }
    const own = new Set(this.#ownClients(document))
    const news = states.filter(({ client }) => !own.has(client))
    if (news.length > 0) {
      applyAwarenessUpdate(document.awareness, encodePresence(news), FROM_ELSEWHERE)
      news.forEach(({ client, state }) => (state === null ? elsewhere.delete(client) : elsewhere.add(client)))
    }
  }
}

/** As `encodeAwarenessUpdate` writes it. */
export function encodePresence(states: readonly PeerState[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, states.length)
  for (const { client, clock, state } of states) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}

/** Whatever is none is left out. */
function parseMessage(message: unknown): { name: string; states: PeerState[] } {
  if (!isRecord(message) || typeof message['name'] !== 'string' || !Array.isArray(message['states'])) {
    return { name: '', states: [] }
  }
  return { name: message['name'], states: message['states'].slice(0, MAX_STATES).flatMap(parseState) }
}

function parseState(value: unknown): PeerState[] {
  if (!isRecord(value) || !isCount(value['client']) || !isCount(value['clock'])) {
    return []
  }
  const { client, clock, state } = value
  const parsed = parsePresence(state)
  return state === null || parsed !== null ? [{ client, clock, state: parsed }] : []
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
