/** A small part, two kinds of people, and a server without sockets or database: for tests of the gate. */
import * as Y from 'yjs'
import { decide, isClean, type FieldRule, type Policy } from '#collab/gate/decide.ts'
import { inspect } from '#collab/gate/inspect.ts'
import { repair } from '#collab/gate/repair.ts'
import { newAuthorClient, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { RefusedCell } from '#collab/protocol/stateless.ts'

export const ROWS = ['r1', 'r2', 'r3', 'r4']
export const FIELDS = [2, 3, 4]
const PLAIN: FieldRule = { reason: null, list: true, maxText: 10_000 }

/** Field 3 of r1 to r3 belongs to the boss. Field 8 is a formula, 9 takes short texts only, 10 and up are unknown. */
export const policy: Policy<string> = {
  hasRows: () => true,
  canWrite: (who, row, ordinal) => ordinal !== 3 || who === 'boss' || row === 'r4',
  field: (_, ordinal) => {
    if (ordinal >= 10) {
      return { ...PLAIN, reason: 'unknown-field' }
    }
    if (ordinal === 8) {
      return { ...PLAIN, reason: 'formula-field' }
    }
    return ordinal === 9 ? { reason: null, list: false, maxText: 5 } : PLAIN
  },
}

function seedState(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  new Sheet(doc).write(ROWS, [ORDER, ...FIELDS], (row, column) => (column === 0 ? `a${row}` : `seed${row}${column}`))
  return Y.encodeStateAsUpdate(doc)
}
export const seed = seedState()

export const holds = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(text)

/** Somebody who edits; `out` is what they have not sent, `inbox` what they have not received. */
export class Peer {
  readonly doc = new Y.Doc()
  readonly sheet: Sheet
  readonly out: Uint8Array[] = []
  readonly inbox: Uint8Array[] = []
  readonly who: string

  constructor(who: string, client: number = newAuthorClient()) {
    this.who = who
    this.doc.clientID = client
    this.sheet = new Sheet(this.doc)
    Y.applyUpdate(this.doc, seed, 'net')
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'net') {
        this.out.push(update)
      }
    })
  }

  receive(most = Infinity): void {
    for (const update of this.inbox.splice(0, most)) {
      Y.applyUpdate(this.doc, update, 'net')
    }
  }
}

export const SERVER_CLIENT = 77

/** Gate, journal and broadcast in memory. */
export class TinyServer {
  readonly doc = new Y.Doc()
  readonly sheet: Sheet = new Sheet(this.doc)
  readonly journal: Uint8Array[] = []
  readonly peers: readonly Peer[]

  constructor(peers: readonly Peer[]) {
    this.peers = peers
    Y.applyUpdate(this.doc, seed)
    this.doc.on('update', (update: Uint8Array) => peers.forEach((peer) => peer.inbox.push(update)))
  }

  take(
    peer: Peer,
    update: Uint8Array,
    owns = (client: number): boolean => client === peer.doc.clientID,
  ): RefusedCell[] {
    const found = inspect(this.sheet, update, owns)
    if (found.structs.length === 0 && found.deletes.length === 0) {
      return []
    }
    const decision = decide(this.sheet, found, policy, peer.who)
    const bytes = isClean(decision) ? found.update : repair(this.sheet, found, decision, SERVER_CLIENT)
    this.journal.push(bytes)
    Y.applyUpdate(this.doc, bytes)
    Y.applyUpdate(this.doc, found.update) // the original again must change nothing
    if (this.doc.store.pendingStructs !== null) {
      throw new Error('the update has missing dependencies')
    }
    return decision.refused
  }

  /** Everything that `peer` wrote, one by one. */
  takeAll(peer: Peer): RefusedCell[] {
    return peer.out.splice(0).flatMap((update) => this.take(peer, update))
  }

  settle(): void {
    this.peers.forEach((peer) => peer.receive())
  }
}
