/** The gate decides without applying; a slow checker applies and compares. They must agree on whatever comes. */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { Peer, policy, seed, TinyServer } from '#collab/testing/gateFixture.ts'
import { random } from '#collab/testing/random.ts'
import { RandomAuthor } from '#collab/testing/RandomAuthor.ts'
import { checkSlowly, contentOf, type Content, type SlowVerdict } from '#collab/testing/slowChecker.ts'
import type { RefusedCell } from '#collab/protocol/stateless.ts'
import { isServerClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { HardRefusal } from './HardRefusal.ts'

const UPDATES = sizeOf({ short: 20_000, long: 1_000_000 })
const STEPS = 150

const counts = { updates: 0, taken: 0, redacted: 0, refused: 0 }

class World {
  readonly next: () => number
  readonly author: RandomAuthor
  readonly server: TinyServer
  readonly peers: Peer[]
  readonly label: string
  content: Content

  constructor(seedNumber: number) {
    this.label = `world ${seedNumber}`
    this.next = random(seedNumber)
    this.author = new RandomAuthor(this.next)
    this.peers = ['viewer', 'boss', 'other'].map((who) => new Peer(who, this.#client()))
    this.server = new TinyServer(this.peers)
    this.content = contentOf(this.server.doc)
  }

  run(): void {
    for (let step = 0; step < STEPS; step++) {
      const at = Math.floor(this.next() * this.peers.length)
      const peer = this.peers[at]!
      const kind = this.next()
      if (kind < 0.37) {
        this.author.edit(peer)
      } else if (kind < 0.385) {
        peer.doc.clientID = this.#client() // the tab was closed and opened again
      } else if (kind < 0.4) {
        this.#editInTwoTabs(peer)
      } else if (kind < 0.55) {
        const client = peer.doc.clientID
        peer.receive(Math.floor(this.next() * 4))
        if (peer.doc.clientID !== client) {
          peer.doc.clientID = this.#client() // Yjs chose one at random: somebody had used the old one
        }
      } else {
        this.#send(peer, this.#message(peer, kind), at)
      }
    }
  }

  /** In whatever order the journal arrives, a replica ends with the same content; in its own order nothing ever waits. */
  replay(): void {
    const shuffled = [...this.server.journal].sort(() => this.next() - 0.5)
    for (const journal of [this.server.journal, shuffled]) {
      const doc = new Y.Doc()
      ;[seed, ...journal].forEach((update) => Y.applyUpdate(doc, update))
      if (journal === shuffled) {
        settle(doc)
      }
      expect(doc.store.pendingStructs, `${this.label}: something waits`).toBe(null)
      expect(new Sheet(doc).fingerprint(), `${this.label}: a replay differs`).toBe(this.server.sheet.fingerprint())
    }
  }

  /** On one device, so each finds in the end what the other one wrote. */
  #editInTwoTabs(peer: Peer): void {
    const tab = new Peer(peer.who, this.#client())
    Y.applyUpdate(tab.doc, Y.encodeStateAsUpdate(peer.doc), 'net')
    this.author.edit(tab)
    this.author.edit(peer)
    Y.applyUpdate(peer.doc, Y.mergeUpdates(tab.out))
  }

  #client(): number {
    return 2 ** 20 + Math.floor(this.next() * (2 ** 32 - 2 ** 20))
  }

  #message(peer: Peer, kind: number): Uint8Array | null {
    const honest = (): Uint8Array | null => {
      const updates = peer.out.splice(0, this.next() < 0.5 ? peer.out.length : 1)
      return updates.length === 0 ? null : Y.mergeUpdates(updates)
    }
    if (kind < 0.92) {
      return honest()
    }
    if (kind < 0.945) {
      this.author.misuse(peer)
      return peer.out.length === 0 ? null : Y.mergeUpdates(peer.out.splice(0))
    }
    if (kind < 0.97) {
      return this.author.forge(peer)
    }
    if (kind < 0.985) {
      const update = honest()
      return update === null ? null : this.author.damage(update)
    }
    if (kind < 0.993) {
      peer.out.shift() // the next one has a gap before it
      return honest()
    }
    return this.#asSomebodyElse(peer)
  }

  /** Written under the Yjs client id of another person, of the server, or of nobody. */
  #asSomebodyElse(peer: Peer): Uint8Array {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(peer.doc))
    doc.clientID = this.author.pick([...this.peers.map((one) => one.doc.clientID), 77, 5, 99 + 2 ** 21])
    let update: Uint8Array = new Uint8Array()
    doc.on('update', (bytes: Uint8Array) => (update = bytes))
    doc.getMap('c').set('r1:2', 'not me')
    return update
  }

  #send(peer: Peer, update: Uint8Array | null, at: number): void {
    if (update === null) {
      return
    }
    counts.updates++
    const { doc } = this.server
    const owns = (client: number): boolean =>
      !isServerClient(client) && this.peers.every((other) => other === peer || other.doc.clientID !== client)
    const slow = checkSlowly(doc, update, owns, { policy, session: peer.who, before: this.content })
    try {
      const refused = this.server.take(peer, update, owns)
      expect(slow.broken, `${this.label}: taken, and broken`).toBe(null)
      expectRefused(refused, slow.refused, this.label)
      this.content = contentOf(doc)
      expectOutcome(slow, this.content, this.label)
      counts[refused.length === 0 ? 'taken' : 'redacted']++
    } catch (error) {
      if (!(error instanceof HardRefusal)) {
        throw error
      }
      expect(slow.broken, `${this.label}: refused as ${error.reason}`).not.toBe(null)
      counts.refused++
      this.#replace(at)
    }
  }

  /** As after a closed document: a fresh copy, another client id. */
  #replace(at: number): void {
    const fresh = new Peer(this.peers[at]!.who, this.#client())
    Y.applyUpdate(fresh.doc, Y.encodeStateAsUpdate(this.server.doc), 'net')
    this.peers[at] = fresh
  }
}

/**
 * Yjs 13 leaves things waiting that wait for nothing but each other: what waits for clock 21 of a client behind a gap is
 * noted as waiting for clock 22, which may wait for it. Applied once more they find their places. Servers apply the journal
 * in its order, where this does not come up.
 */
function settle(doc: Y.Doc): void {
  const waiting = doc.store.pendingStructs
  if (waiting !== null) {
    doc.store.pendingStructs = null
    Y.applyUpdateV2(doc, waiting.update)
  }
}

/** The same cells, each for one of the reasons: two tabs can have written one cell wrongly, each in its way. */
function expectRefused(refused: readonly RefusedCell[], slow: readonly string[], label: string): void {
  const told = new Set(refused.map(({ row, ordinal, reason }) => `${row}:${ordinal} ${reason}`))
  const cellsOf = (lines: Iterable<string>): Set<string> => new Set([...lines].map((line) => line.split(' ')[0]!))
  expect(cellsOf(told), label).toEqual(cellsOf(slow))
  expect(
    [...told].filter((line) => !slow.includes(line)),
    label,
  ).toEqual([])
}

/** What may change has changed as Yjs alone would have it; nothing else has changed at all. */
function expectOutcome(slow: SlowVerdict, now: Content, label: string): void {
  const forbidden = new Set(slow.refused.map((line) => line.slice(0, line.indexOf(' '))))
  for (const cell of new Set([...slow.before.keys(), ...slow.after.keys(), ...now.keys()])) {
    const [before, after, value] = [slow.before, slow.after, now].map((content) => content.get(cell) ?? null)
    const written = slow.allowed.get(cell)
    const expected: (CellValue | undefined)[] = []
    if (written === undefined) {
      expected.push(before) // forbidden, deleted without a write, or not touched
    } else {
      expected.push(after)
      if (slow.repaired.has(cell) || slow.uncovered.has(cell) || forbidden.has(cell)) {
        expected.push(before, ...written)
      }
    }
    if (!expected.some((one) => isSameValue(one!, value!))) {
      expect.fail(`${label}: ${cell} is ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`)
    }
  }
}

test(`[GATE8] gate and slow checker agree on ${UPDATES} random updates of honest and hostile authors`, () => {
  for (let seedNumber = 0; counts.updates < UPDATES; seedNumber++) {
    const world = new World(seedNumber)
    world.run()
    world.replay()
  }
  const { taken, redacted, refused } = counts
  expect(Math.min(taken, redacted, refused)).toBeGreaterThan(UPDATES / 20)
})
