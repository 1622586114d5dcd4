import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { FIELDS, holds, Peer, policy, ROWS, seed, TinyServer } from '#collab/testing/gateFixture.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'

test('[GATE1] a refused value is nowhere, and its author converges and goes on', () => {
  const [viewer, other] = [new Peer('viewer', 2 ** 32 - 1), new Peer('other')]
  const server = new TinyServer([viewer, other])
  viewer.sheet.set('r1', 3, 'SECRET')
  viewer.sheet.set('r1', 2, 'fine') // typed before the refusal is known
  expect(server.takeAll(viewer)).toEqual([{ row: 'r1', ordinal: 3, reason: 'no-permission' }])
  server.settle()
  for (const { sheet } of [viewer, other]) {
    expect(sheet.value('r1', 3)).toBe('seed02')
    expect(sheet.value('r1', 2)).toBe('fine')
  }
  for (const bytes of [...server.journal, Y.encodeStateAsUpdate(server.doc)]) {
    expect(holds(bytes, 'SECRET')).toBe(false)
  }
})

const cases = [false, true].flatMap((hasEarlier) =>
  ['viewer', 'boss'].flatMap((high) =>
    ['viewer', 'boss'].flatMap((first) => ['cell', 'patch'].map((how) => [hasEarlier, high, first, how] as const)),
  ),
)
test.each(cases)(
  '[GATE2] an authorised concurrent edit survives (earlier edit %s, higher client id %s, first %s, as %s)',
  (hasEarlier, high, first, how) => {
    const [viewerId, bossId] = high === 'viewer' ? [2 ** 32 - 1, 2 ** 21] : [2 ** 21, 2 ** 32 - 1]
    const [viewer, boss] = [new Peer('viewer', viewerId), new Peer('boss', bossId)]
    const server = new TinyServer([viewer, boss])
    if (hasEarlier) {
      boss.sheet.set('r1', 3, 'earlier')
      server.takeAll(boss)
      server.settle()
    }
    viewer.sheet.set('r1', 3, 'bad')
    if (how === 'cell') {
      boss.sheet.set('r1', 3, 'good')
    } else {
      boss.sheet.write(['r1', 'r2'], [3, 4], () => 'good')
    }
    for (const peer of first === 'viewer' ? [viewer, boss] : [boss, viewer]) {
      server.takeAll(peer)
    }
    server.settle()
    for (const { sheet } of [viewer, boss, server]) {
      expect(sheet.value('r1', 3)).toBe('good')
    }
  },
)

const HISTORIES = sizeOf({ short: 1000, long: 20_000 })
test(`[GATE2] ${HISTORIES} random histories of 4 people: equal content, no authorised edit harmed, no trace of a refused one`, () => {
  let refused = 0
  for (let seedNumber = 0; seedNumber < HISTORIES; seedNumber++) {
    refused += playHistory(seedNumber)
  }
  expect(refused).toBeGreaterThan(HISTORIES * 5)
})

function playHistory(seedNumber: number): number {
  const next = random(seedNumber)
  const peers = ['viewer', 'viewer2', 'boss', 'other'].map((who) => new Peer(who))
  const server = new TinyServer(peers)
  // Only the boss may write field 3 of r1 to r3, so whatever else was tried there, the boss' last value must stand.
  const bossLast = new Map(ROWS.slice(0, 3).map((row, i) => [row, `seed${i}2`]))
  let refused = 0
  const send = (peer: Peer): void => {
    const isMerged = next() < 0.5 // one by one, or merged as a batching provider does
    const updates = peer.out.splice(0, isMerged ? peer.out.length : 1)
    if (updates.length > 0) {
      refused += server.take(peer, updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates)).length
    }
  }
  for (let step = 0; step < 60; step++) {
    const peer = peers[Math.floor(next() * peers.length)]!
    const kind = next()
    if (kind < 0.5) {
      edit(peer, next, step, kind < 0.35, bossLast)
    } else if (kind < 0.68) {
      send(peer)
    } else {
      peer.receive(Math.floor(next() * 4))
    }
  }
  for (const peer of peers) {
    while (peer.out.length > 0) {
      send(peer)
    }
  }
  server.settle()
  expectAgreement(server, seedNumber, next)
  for (const [row, value] of bossLast) {
    expect(server.sheet.value(row, 3), `history ${seedNumber}: an authorised edit was harmed`).toBe(value)
  }
  return refused
}

function edit(
  { who, sheet }: Peer,
  next: () => number,
  step: number,
  isCell: boolean,
  bossLast: Map<string, string>,
): void {
  const mark = (row: string, ordinal: number): string => {
    const value = `${policy.canWrite(who, row, ordinal) ? 'ok' : 'BAD'}-${who}-${step}`
    if (who === 'boss' && ordinal === 3 && row !== 'r4') {
      bossLast.set(row, value)
    }
    return value
  }
  if (isCell) {
    const [row, ordinal] = [ROWS[Math.floor(next() * 4)]!, FIELDS[Math.floor(next() * 3)]!]
    sheet.set(row, ordinal, mark(row, ordinal))
  } else {
    const [rows, ordinals] = [ROWS.slice(Math.floor(next() * 3)), FIELDS.slice(0, 1 + Math.floor(next() * 3))]
    sheet.write(rows, ordinals, (row, column) => mark(rows[row]!, ordinals[column]!))
  }
}

function expectAgreement(server: TinyServer, seedNumber: number, next: () => number): void {
  const expected = server.sheet.fingerprint()
  expect(expected.includes('BAD'), `history ${seedNumber}: a refused value is visible`).toBe(false)
  for (const peer of server.peers) {
    expect(peer.sheet.fingerprint(), `history ${seedNumber}: ${peer.who} differs`).toBe(expected)
  }
  expect(server.journal.some((bytes) => holds(bytes, 'BAD-'))).toBe(false)
  expect(replay(server.journal), `history ${seedNumber}: cold replay differs`).toBe(expected)
  const shuffled = [...server.journal].sort(() => next() - 0.5)
  expect(replay(shuffled), `history ${seedNumber}: shuffled replay differs`).toBe(expected)
}

function replay(journal: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of [seed, ...journal]) {
    Y.applyUpdate(doc, update)
  }
  return new Sheet(doc).fingerprint()
}

test('[GATE2] a write that has seen the last repair is taken as it is, also when Yjs merged the repairs into one entry', () => {
  const [viewer, boss] = [new Peer('viewer'), new Peer('boss')]
  const server = new TinyServer([viewer, boss])
  viewer.sheet.set('r1', 3, 'bad')
  boss.sheet.set('r1', 3, 'good')
  server.takeAll(viewer)
  server.takeAll(boss) // asserted again behind the mark of the server
  server.settle()
  boss.sheet.write(['r1', 'r2'], [3], () => 'patched') // deletes it: two deleted entries of the server become one
  server.takeAll(boss)
  server.settle()
  boss.sheet.set('r1', 3, 'last')
  const update = boss.out[0]!
  server.takeAll(boss)
  expect(server.journal.at(-1)).toEqual(update)
  server.settle()
  expect([viewer, boss, server].map(({ sheet }) => sheet.value('r1', 3))).toEqual(['last', 'last', 'last'])
})

test('[GATE3] unknown fields, formula fields, lists and long texts are refused cell by cell, the rest stands', () => {
  const writer = new Peer('boss')
  const server = new TinyServer([writer])
  writer.sheet.write(['r1', 'r2'], [2, 8, 9, 11], (row, column) => (column === 2 ? ['toolong', ['a']][row]! : 'x'))
  writer.sheet.set('r3', 9, 'toolong')
  writer.sheet.set('r3', 4, 'fine')
  writer.sheet.set('r9', 4, 'no such row')
  const reasons = server.takeAll(writer).map(({ row, ordinal, reason }) => `${row}:${ordinal} ${reason}`)
  expect(reasons.sort()).toEqual([
    'r1:11 unknown-field',
    'r1:8 formula-field',
    'r1:9 too-large',
    'r2:11 unknown-field',
    'r2:8 formula-field',
    'r2:9 list-not-allowed',
    'r3:9 too-large',
    'r9:4 unknown-row',
  ])
  server.settle()
  expect(server.sheet.value('r2', 2)).toBe('x')
  expect(server.sheet.value('r3', 4)).toBe('fine')
  expect(writer.sheet.fingerprint()).toBe(server.sheet.fingerprint())
})

test('[GATE4] a cell entry disappears only under a covering patch: a bare delete is restored', () => {
  const [boss, other] = [new Peer('boss'), new Peer('other')]
  const server = new TinyServer([boss, other])
  boss.sheet.set('r1', 2, 'typed')
  server.takeAll(boss)
  server.settle()
  other.sheet.layers.cells.delete('r1:2')
  expect(server.takeAll(other)).toEqual([{ row: 'r1', ordinal: 2, reason: 'bare-delete' }])
  server.settle()
  expect([boss, other, server].map(({ sheet }) => sheet.value('r1', 2))).toEqual(['typed', 'typed', 'typed'])
})

test('[GATE5] a row exists once somebody gave it an order, and a deleted row comes back whole', () => {
  const boss = new Peer('boss')
  const server = new TinyServer([boss])
  boss.sheet.write(['n1'], [ORDER, 2], (_, column) => ['b0', 'new'][column]!)
  boss.sheet.set('n1', 4, 7)
  boss.sheet.set('n1', DELETED, true)
  boss.sheet.set('n1', DELETED, false)
  expect(server.takeAll(boss)).toEqual([])
  expect(server.sheet.before(['n1'], [ORDER, DELETED, 2, 4])).toEqual([['b0'], [false], ['new'], [7]])
})
