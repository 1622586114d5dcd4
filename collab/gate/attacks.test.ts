import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { FIELDS, Peer, ROWS, TinyServer } from '#collab/testing/gateFixture.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { HardRefusal } from './HardRefusal.ts'
import { inspect } from './inspect.ts'

const VIEWER = 2 ** 22

/** The reason why the server refuses what `build` does on a copy of its document; null when it takes it. */
function attack(build: (doc: Y.Doc) => void, client = VIEWER): string | null {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r2', 2, 'typed')
  server.takeAll(peer)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc))
  doc.clientID = client
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  build(doc)
  try {
    server.take(peer, Y.mergeUpdates(updates))
    return null
  } catch (error) {
    return error instanceof HardRefusal ? error.reason : String(error)
  }
}

const block = (ordinal: number, value: unknown): Uint8Array => encodeBlock(['r1'], [ordinal], () => value as string)

test.each<[string, string, (doc: Y.Doc) => void, number?]>([
  ['the base layer is written', 'base-touched', (doc) => doc.getMap('b').set('0', new Uint8Array(3))],
  ['another root is written', 'unknown-root', (doc) => doc.getMap('x').set('0', 1)],
  ['a nested type is made', 'unsupported', (doc) => doc.getMap('c').set('r1:2', new Y.Map())],
  ['the key of a cell is none', 'unknown-root', (doc) => doc.getMap('c').set('__proto__', 1)],
  ['a cell has a second key', 'unknown-root', (doc) => doc.getMap('c').set('r1:02', 1)],
  ['a value is an object', 'bad-value', (doc) => doc.getMap('c').set('r1:2', { a: 1 })],
  ['a value is not finite', 'bad-value', (doc) => doc.getMap('c').set('r1:2', NaN)],
  ['a value is undefined', 'bad-value', (doc) => doc.getMap('c').set('r1:2', undefined)],
  ['a text is too long', 'bad-value', (doc) => doc.getMap('c').set('r1:2', 'x'.repeat(10_001))],
  ['a text in a bulk write is too long', 'bad-value', (doc) => doc.getArray('p').push([block(2, 'x'.repeat(10_001))])],
  ['an order is no order key', 'bad-value', (doc) => doc.getMap('c').set(`r1:${ORDER}`, 'ä')],
  ['an order is taken away', 'bad-value', (doc) => doc.getArray('p').push([block(ORDER, null)])],
  ['a deletion mark is a text', 'bad-value', (doc) => doc.getMap('c').set(`r1:${DELETED}`, 'yes')],
  ['a row id is none', 'bad-value', (doc) => doc.getArray('p').push([encodeBlock(['a b'], [2], () => 1)])],
  ['a server client id is claimed', 'foreign-client', (doc) => doc.getMap('c').set('r1:2', 1), 5],
  ['a client id of another is claimed', 'foreign-client', (doc) => doc.getMap('c').set('r1:2', 1), VIEWER + 99],
  ['a bulk write is deleted', 'patch-deleted', (doc) => doc.getArray('p').delete(0)],
  ['a bulk write is no block', 'malformed', (doc) => doc.getArray('p').push([new Uint8Array([9, 9])])],
  ['a bulk write stands before another', 'unsupported', (doc) => doc.getArray('p').insert(0, [block(2, 'x')])],
  ['a bulk write is a text', 'unsupported', (doc) => doc.getArray('p').push(['text'])],
  ['text is inserted', 'unknown-root', (doc) => doc.getText('c').insert(0, 'x')],
])('[GATE6] the whole update is refused when %s', (_, reason, build, client) => {
  expect(attack(build, client)).toBe(reason)
})

test('[GATE6] a gap in the clocks and an unknown neighbour may only mean that this server is behind', () => {
  const server = new TinyServer([])
  const far = new Peer('boss', VIEWER)
  far.sheet.set('r1', 2, 'one')
  far.sheet.set('r1', 2, 'two')
  const gap = far.out[1]!
  const reasonOf = (update: Uint8Array): HardRefusal => {
    try {
      inspect(server.sheet, update, () => true)
    } catch (error) {
      if (error instanceof HardRefusal) {
        return error
      }
    }
    throw new Error('taken')
  }
  expect(reasonOf(gap)).toMatchObject({ reason: 'clock-gap', mayBeBehind: true })
  const other = new Peer('other', VIEWER + 1)
  other.inbox.push(...far.out)
  other.receive()
  other.sheet.set('r1', 2, 'three')
  expect(reasonOf(other.out[0]!)).toMatchObject({ reason: 'unknown-dependency', mayBeBehind: true })
})

test('[GATE6] structs of one client in two sections are refused: Yjs would apply the second and wait for the first', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r1', 2, 'one')
  peer.sheet.set('r2', 2, 'two')
  const [first, second] = peer.out.map((update) => update.slice(1, -1))
  const forged = Uint8Array.from([2, ...first!, ...second!, 0])
  expect(() => server.take(peer, forged)).toThrow(expect.objectContaining({ reason: 'malformed' }))
})

test('[GATE6] a chain of neighbours, each behind the next, is refused before it is followed to its end', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  const ids = Array.from({ length: 20_000 }, (_, clock) => Y.createID(VIEWER, clock))
  const items = ids.map((id, i) => {
    const behind = ids[i + 1] ?? null
    const root = behind === null ? ('c' as never) : null // the name of a root, as an update says it
    return new Y.Item(id, null, null, null, behind, root, 'r1:2', new Y.ContentAny([i]))
  })
  expect(() => server.take(peer, encodeUpdate(items, null, []))).toThrow(
    expect.objectContaining({ reason: 'unsupported' }),
  )
})

test('[GATE6] what is known already is not journaled again, whatever it says now', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r1', 2, 'one')
  const known = peer.out[0]!.slice()
  server.takeAll(peer)
  known[known.indexOf('c'.charCodeAt(0))] = 'x'.charCodeAt(0) // Yjs would make this root, for ever
  server.take(peer, known)
  expect([server.journal.length, server.doc.share.has('x')]).toEqual([1, false])
  peer.sheet.set('r2', 2, 'two')
  const fresh = peer.out[0]!
  server.take(peer, Y.mergeUpdates([known, fresh]))
  expect(server.journal[1]).toEqual(fresh)
})

test('[GATE6] of a change that is known in part the rest follows what is known, wherever it says that it belongs', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r2', 2, 'known')
  server.takeAll(peer)
  const id = Y.createID(VIEWER, 0)
  const elsewhere = new Y.Item(id, null, null, null, null, peer.sheet.layers.patches, null, new Y.ContentDeleted(2))
  server.take(peer, encodeUpdate([elsewhere], null, []))
  const replica = new Sheet(new Y.Doc())
  Y.applyUpdate(replica.doc, Y.encodeStateAsUpdate(server.doc))
  expect([server.sheet.value('r2', 2), replica.value('r2', 2)]).toEqual(['known', 'known'])
  expect(replica.fingerprint()).toBe(server.sheet.fingerprint())
})

test.each([0, 1, 2])(
  '[GATE6] a deletion of nothing is refused, %i behind the first clock: Yjs could not keep it and would throw',
  (clock) => {
    const peer = new Peer('boss', VIEWER)
    const server = new TinyServer([peer])
    peer.sheet.set('r2', 2, 'known')
    server.takeAll(peer)
    const nothing = { clients: new Map([[VIEWER, [{ clock, len: 0 }]]]) }
    peer.sheet.set('r2', 2, 'next')
    const { structs } = Y.decodeUpdate(peer.out[0]!)
    const items = structs.filter((struct) => struct instanceof Y.Item)
    for (const update of [encodeUpdate([], nothing, []), encodeUpdate(items, nothing, [])]) {
      expect(() => server.take(peer, update)).toThrow(expect.objectContaining({ reason: 'malformed' }))
    }
    expect(server.sheet.value('r2', 2)).toBe('known')
  },
)

test('[GATE6] a known change with an unknown neighbour does not leave the document waiting for it', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r1', 2, 'one')
  server.takeAll(peer)
  const stranger = Y.createID(VIEWER + 9, 3)
  const content = new Y.ContentAny(['x'])
  const structs = [
    new Y.Item(Y.createID(VIEWER, 0), null, stranger, null, null, null, null, content),
    new Y.Item(Y.createID(VIEWER, 1), null, Y.createID(VIEWER, 0), null, null, null, null, content),
  ]
  server.take(peer, encodeUpdate(structs, null, []))
  expect(server.doc.store.pendingStructs).toBe(null)
  expect(server.sheet.value('r1', 2)).toBe('x')
})

test('[GATE6] one change that stands for billions is refused, known in part or not', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.set('r1', 2, 'one')
  server.takeAll(peer)
  for (const clock of [0, 1]) {
    const left = Y.createID(VIEWER, 0)
    const content = new Y.ContentDeleted(2 ** 32 - 1)
    const item = new Y.Item(Y.createID(VIEWER, clock), null, left, null, null, null, null, content)
    expect(() => server.take(peer, encodeUpdate([item], null, []))).toThrow(
      expect.objectContaining({ reason: 'too-many-structs' }),
    )
  }
})

test('[GATE6] a bulk write that is deleted in the message that brings it is refused', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.write(['r1'], [2], () => 'dead')
  peer.sheet.layers.patches.delete(1)
  expect(() => server.take(peer, Y.mergeUpdates(peer.out))).toThrow(
    expect.objectContaining({ reason: 'patch-deleted' }),
  )
})

test('[GATE7] one message has at most so many bytes, changes and cells', () => {
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  peer.sheet.write(ROWS, FIELDS, () => 'x')
  const update = peer.out[0]!
  const limits = { bytes: 1000, structs: 10, cells: 100, inserts: false }
  const reasonWith = (smaller: Partial<typeof limits>): unknown => {
    try {
      inspect(server.sheet, update, () => true, { ...limits, ...smaller })
      return null
    } catch (error) {
      return error instanceof HardRefusal ? error.reason : error
    }
  }
  expect(reasonWith({})).toBe(null)
  expect(reasonWith({ bytes: 20 })).toBe('too-large')
  expect(reasonWith({ structs: 0 })).toBe('too-many-structs')
  expect(reasonWith({ cells: 11 })).toBe('too-large')
})

const DAMAGED = sizeOf({ short: 5000, long: 1_000_000 })
test(`[GATE6] ${DAMAGED} damaged updates are taken or refused, and nothing else ever happens`, () => {
  const next = random(3)
  const peer = new Peer('boss', VIEWER)
  const server = new TinyServer([peer])
  for (let i = 0; i < 20; i++) {
    peer.sheet.set(ROWS[i % 4]!, 2 + (i % 3), `v${i}`)
  }
  peer.sheet.write(ROWS, FIELDS, (row, column) => row * column)
  const bytes = Y.mergeUpdates(peer.out)
  const strange: unknown[] = []
  for (let i = 0; i < DAMAGED; i++) {
    const damaged = bytes.slice()
    for (let n = 0; n < 1 + next() * 4; n++) {
      damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256)
    }
    try {
      inspect(server.sheet, damaged, (client) => client === VIEWER)
    } catch (error) {
      if (!(error instanceof HardRefusal)) {
        strange.push(error)
      }
    }
  }
  expect(strange).toEqual([])
})
