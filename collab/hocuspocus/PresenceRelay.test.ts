import { Connection, Document } from '@hocuspocus/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parsePresence } from '#collab/protocol/awareness.ts'
import type { Bell, BellTopic } from './Bell.ts'
import { PresenceRelay } from './PresenceRelay.ts'

const NAME = 'part:1@1'
const CLIENT = 5_000_000

/** Bells that reach each other at once, and whatever else the test rings. */
class Tower {
  readonly #bells: Map<BellTopic, (message: unknown) => void>[] = []
  isCut = false

  hang(): Bell {
    const listeners = new Map<BellTopic, (message: unknown) => void>()
    this.#bells.push(listeners)
    return {
      ring: (topic, message) => this.ring(topic, message, listeners),
      on: (topic, listener) => listeners.set(topic, listener),
      onReady: () => {},
    }
  }

  ring(topic: BellTopic, message: unknown, from?: object): void {
    const others = this.#bells.filter((listeners) => listeners !== from && !this.isCut)
    others.forEach((listeners) => listeners.get(topic)?.(JSON.parse(JSON.stringify(message))))
  }
}

/** One server with that document open, as far as presence goes. */
class Server {
  readonly document = new Document(NAME)
  readonly relay: PresenceRelay
  readonly #connection: Connection

  constructor(bell: Bell) {
    this.relay = new PresenceRelay(bell, () => new Map([[NAME, this.document]]))
    this.relay.watch(NAME, this.document)
    const socket = { readyState: 1, send: () => {}, close: () => {} }
    this.#connection = new Connection(socket, new Request('http://localhost'), this.document, 'socket', {})
  }

  /** As `presence` does with what a connected client announces. */
  announce(client: number, userId: string, row: string): void {
    const { awareness } = this.document
    this.relay.takeOver(this.document, client)
    const origin = { source: 'connection' as const, connection: this.#connection }
    const clock = (awareness.meta.get(client)?.clock ?? 0) + 1
    awareness.states.set(client, { user: { id: userId, name: userId, colour: 1 }, cell: { row, ordinal: 2 } })
    awareness.meta.set(client, { clock, lastUpdated: Date.now() })
    awareness.emit('update', [{ added: [client], updated: [], removed: [] }, origin])
  }

  rowOf(client: number): string | undefined {
    return parsePresence(this.document.awareness.getStates().get(client))?.cell?.row
  }
}

let tower: Tower
let servers: Server[]

beforeEach(() => {
  vi.useFakeTimers()
  tower = new Tower()
  servers = [new Server(tower.hang()), new Server(tower.hang())]
})
afterEach(() => {
  servers.forEach(({ document }) => document.destroy())
  vi.useRealTimers()
})

test('[AWR3] people of a server that dies fade after 30 seconds, those of a living one stay', () => {
  const [dying, living] = [new Server(tower.hang()), servers[0]!]
  dying.announce(CLIENT, 'ana', 'r1')
  living.announce(CLIENT + 1, 'ben', 'r2')
  expect([servers[1]!.rowOf(CLIENT), servers[1]!.rowOf(CLIENT + 1)]).toEqual(['r1', 'r2'])
  const { awareness } = servers[1]!.document
  awareness.meta.get(CLIENT)!.lastUpdated -= 30_000 // nothing more was heard
  vi.advanceTimersByTime(5000)
  expect([servers[1]!.rowOf(CLIENT), servers[1]!.rowOf(CLIENT + 1)]).toEqual([undefined, 'r2'])
  dying.document.destroy()
})

test('[AWR3] who comes back at another server goes on there, and nobody takes the place of somebody elsewhere', () => {
  const [first, second] = [servers[0]!, servers[1]!]
  first.announce(CLIENT, 'ana', 'r1')
  expect(second.relay.isTaken(second.document, CLIENT, 'ben')).toBe(true)
  expect(second.relay.isTaken(second.document, CLIENT, 'ana')).toBe(false)
  tower.isCut = true // the first server has gone without a word
  second.announce(CLIENT, 'ana', 'r2')
  expect(second.rowOf(CLIENT)).toBe('r2')
  expect(second.relay.isTaken(second.document, CLIENT, 'ben')).toBe(false) // here it is this server's own
})

test('[AWR3] a server that opens the document later asks who is there', () => {
  servers[0]!.announce(CLIENT, 'ana', 'r1')
  const late = new Server(tower.hang())
  expect(late.rowOf(CLIENT)).toBe('r1')
  late.document.destroy()
})

test.each([
  null,
  'x',
  { name: NAME },
  { name: NAME, states: [null, 5, {}, { client: -1, clock: 1, state: null }, { client: 1, clock: 'a', state: null }] },
  { name: NAME, states: [{ client: CLIENT, clock: 3, state: { user: { id: 'x' }, cell: null } }] },
  { name: 'part:2@1', states: [{ client: CLIENT, clock: 3, state: null }] },
])('[AWR3] %j from the bell is nobody', (message) => {
  tower.ring('presence', message)
  tower.ring('who', message)
  expect(servers.map(({ document }) => document.awareness.getStates().size)).toEqual([0, 0])
})
