import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ColumnStore } from './ColumnStore.ts'
import { DELETED, ORDER } from './layout.ts'
import { orderKeysBetween } from './orderKey.ts'
import { encodeSeed } from './seedDocument.ts'
import { Sheet } from './Sheet.ts'
import type { StoreChange } from './storeChange.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const ROWS = Array.from({ length: 12 }, (_, i) => `r${i}`)
const SEEDED = ROWS.slice(0, 4)
const ORDINALS = [2, 3, 4]
const seed = encodeSeed(SEEDED, [2, 3], (row, column) => (column === 0 ? row : `seed${row}`))

class Peer {
  readonly doc = new Y.Doc()
  readonly sheet: Sheet
  readonly store: ColumnStore
  readonly changes: StoreChange[] = []
  /** Its columns are made ready step by step, between whatever else happens. */
  preparing: Generator<void>

  /** `reads`: it reads columns before and behind the loading of the document. */
  constructor(reads = true) {
    this.sheet = new Sheet(this.doc)
    this.store = new ColumnStore(this.sheet)
    if (reads) {
      this.store.numbers(2)
    }
    Y.applyUpdate(this.doc, seed)
    if (reads) {
      this.store.codes(3)
    }
    this.preparing = this.store.prepare(ORDINALS)
    this.store.onChange((change) => this.changes.push(change))
  }
}

const value: fc.Arbitrary<CellValue> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.string({ maxLength: 4 }),
  fc.boolean(),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
)
type Step =
  | { kind: 'set'; row: string; ordinal: number; value: CellValue }
  | { kind: 'write'; rows: string[]; ordinals: number[]; values: CellValue[] }
  | { kind: 'place' | 'delete' | 'restore' | 'exchange' | 'prepare'; row: string }
const row = fc.constantFrom(...ROWS)
const step: fc.Arbitrary<Step & { who: number }> = fc
  .oneof(
    fc.record({ kind: fc.constant('set' as const), row, ordinal: fc.constantFrom(...ORDINALS), value }),
    fc.record({
      kind: fc.constant('write' as const),
      rows: fc.uniqueArray(row, { minLength: 1, maxLength: 6 }),
      ordinals: fc.uniqueArray(fc.constantFrom(...ORDINALS), { minLength: 1 }),
      values: fc.array(value, { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ kind: fc.constantFrom('place', 'delete', 'restore', 'exchange', 'prepare'), row }),
  )
  .chain((one) => fc.nat(1).map((who) => ({ ...one, who })))

function perform(peers: readonly Peer[], { who, ...action }: Step & { who: number }): void {
  const { sheet, preparing } = peers[who]!
  switch (action.kind) {
    case 'prepare':
      preparing.next()
      break
    case 'set':
      sheet.set(action.row, action.ordinal, action.value)
      break
    case 'write':
      sheet.write(action.rows, action.ordinals, (r, c) => action.values[(r + c) % action.values.length]!)
      break
    case 'place':
      sheet.set(action.row, ORDER, orderKeysBetween(null, null, 1)[0]!)
      break
    case 'exchange':
      exchange(peers)
      break
    default:
      sheet.set(action.row, DELETED, action.kind === 'delete')
  }
}

function exchange([a, b]: readonly Peer[]): void {
  const [fromA, fromB] = [Y.encodeStateAsUpdate(a!.doc), Y.encodeStateAsUpdate(b!.doc)]
  Y.applyUpdate(b!.doc, fromA)
  Y.applyUpdate(a!.doc, fromB)
}

function contentOf(store: ColumnStore): Map<string, Map<number, CellValue>> {
  const table = new Map<string, Map<number, CellValue>>()
  store.rowIds.forEach((id, slot) => {
    const cells = [ORDER, DELETED, ...ORDINALS].map((ordinal) => [ordinal, store.value(slot, ordinal)] as const)
    table.set(id, new Map(cells.filter(([, cell]) => cell !== null)))
  })
  return table
}

function expectAgreement({ sheet, store }: Peer): void {
  const content = sheet.content()
  for (const [id, cells] of contentOf(store)) {
    expect(new Map([...(content.get(id) ?? [])].sort())).toEqual(new Map([...cells].sort()))
  }
  expect(new Set(store.rowIds)).toEqual(new Set([...content.keys(), ...store.rowIds]))
  const live = [...content].filter(([, cells]) => typeof cells.get(ORDER) === 'string' && cells.get(DELETED) !== true)
  const sorted = live.sort(([a, x], [b, y]) => {
    const [first, second] = [String(x.get(ORDER)), String(y.get(ORDER))]
    return first === second ? (a < b ? -1 : 1) : first < second ? -1 : 1
  })
  expect([...store.liveSlots()].map((slot) => store.rowIds[slot])).toEqual(sorted.map(([id]) => id))
  for (const ordinal of ORDINALS) {
    const { dictionary, index } = store.codes(ordinal)
    store.rowIds.forEach((_, slot) => {
      const cell = store.value(slot, ordinal)
      expect(store.numbers(ordinal)[slot]).toBe(typeof cell === 'number' ? cell : NaN)
      expect(index[slot] === 0 ? null : dictionary[index[slot]! - 1]).toBe(typeof cell === 'string' ? cell : null)
    })
  }
}

test('[COL1] under random concurrent histories the columns equal what the sheet says', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const peers = [new Peer(), new Peer(false)]
      for (const one of steps) {
        perform(peers, one)
      }
      peers.forEach(expectAgreement)
      exchange(peers)
      peers.forEach(expectAgreement)
      expect(peers[0]!.sheet.fingerprint()).toBe(peers[1]!.sheet.fingerprint())
    }),
    { numRuns: sizeOf({ short: 300, long: 10_000 }) },
  )
})

test('[COL2] a listener hears once per transaction which slots and ordinals changed', () => {
  const peer = new Peer()
  peer.doc.transact(() => {
    peer.sheet.set('r1', 2, 7)
    peer.sheet.write(['r2', 'r3'], [3], () => 'x')
  })
  peer.sheet.set('r9', ORDER, 'W00000')
  expect(peer.changes).toEqual([
    { slots: new Set([1, 2, 3]), ordinals: new Set([2, 3]), structural: false, local: true },
    { slots: new Set([4]), ordinals: new Set([ORDER]), structural: true, local: true },
  ])
})

test('[COL3] a loaded document is announced as a change of everything', () => {
  const doc = new Y.Doc()
  const store = new ColumnStore(new Sheet(doc))
  const changes: StoreChange[] = []
  store.onChange((change) => changes.push(change))
  Y.applyUpdate(doc, seed)
  expect(changes).toEqual([{ slots: 'all', ordinals: 'all', structural: true, local: false }])
  expect([...store.liveSlots()].map((slot) => store.rowIds[slot])).toEqual(SEEDED)
})

test('[COL4] slots never move and arrays grow with the sheet', () => {
  const peer = new Peer()
  const numbers = peer.store.numbers(2)
  const many = Array.from({ length: 500 }, (_, i) => `n${i}`)
  peer.sheet.write(many, [ORDER, 2], (r, c) => (c === 0 ? `W${String(r).padStart(5, '0')}` : r))
  expect(peer.store.slotOf('r3')).toBe(3)
  expect(peer.store.numbers(2)[peer.store.slotOf('n499')!]).toBe(499)
  expect(numbers[peer.store.slotOf('r3')!]).toBe(peer.store.numbers(2)[3])
})

test('[DOC2] a later bulk write beats earlier edits, a later edit beats the bulk write', () => {
  const { sheet } = new Peer()
  sheet.set('r1', 2, 1)
  sheet.write(['r0', 'r1'], [2], () => 2)
  expect(sheet.value('r1', 2)).toBe(2)
  sheet.set('r1', 2, 3)
  expect(sheet.value('r1', 2)).toBe(3)
  sheet.write(['r1'], [2], () => null)
  expect(sheet.value('r1', 2)).toBe(null)
  expect(sheet.before(['r0', 'r1'], [2, 3])).toEqual([
    [2, null],
    ['seed0', 'seed1'],
  ])
})

test('[DOC3] the same seed always has the same bytes', () => {
  expect(encodeSeed(SEEDED, [2, 3], (r, c) => (c === 0 ? r : `seed${r}`))).toEqual(seed)
})
