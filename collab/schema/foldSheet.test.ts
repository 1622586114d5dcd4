import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ROWS_PER_BLOCK } from './BaseWriter.ts'
import { ColumnStore } from './ColumnStore.ts'
import { type CellsByRow, foldInSteps, foldSheet } from './foldSheet.ts'
import { DELETED, FOLD_CLIENT, layersOf, newAuthorClient, ORDER } from './layout.ts'
import { encodeCells, encodeSeed } from './seedDocument.ts'
import { Sheet } from './Sheet.ts'

const SEEDED = ['r1', 'r2', 'r3', 'r4']
const ROWS = [...SEEDED, 'n1', 'n2', 'n3']
const FIELDS = [2, 3, 4, 37]
const ORDERS = ['V00001', 'V00002', 'V00003', 'W00000', 'a5']

function sheetOf(...updates: readonly Uint8Array[]): Sheet {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  updates.forEach((update) => Y.applyUpdate(doc, update))
  return new Sheet(doc)
}

const value: fc.Arbitrary<CellValue> = fc.oneof(
  fc.constant(null),
  fc.constantFrom(-0, 0.1, 1e300, 123_456.7891),
  fc.integer(),
  fc.string({ maxLength: 4, unit: 'grapheme' }),
  fc.boolean(),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
)
const row = fc.constantFrom(...ROWS)
const ordinal = fc.constantFrom(...FIELDS)
const edit = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), who: fc.nat(1), row, ordinal, value }),
  fc.record({
    kind: fc.constant('write' as const),
    who: fc.nat(1),
    rows: fc.uniqueArray(row, { minLength: 1, maxLength: 5 }),
    ordinals: fc.uniqueArray(ordinal, { minLength: 1 }),
    values: fc.array(value, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('place' as const), who: fc.nat(1), row, order: fc.constantFrom(...ORDERS) }),
  fc.record({ kind: fc.constant('mark' as const), who: fc.nat(1), row, deleted: fc.boolean() }),
  fc.record({ kind: fc.constant('exchange' as const) }),
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
const history = fc.array(edit, { maxLength: 30 })

/** Two people edit; answers what both see in the end. */
function play(edits: readonly Edit[], seed: Uint8Array): Sheet {
  const people = [sheetOf(seed), sheetOf(seed)]
  const exchange = (): void => {
    const states = people.map(({ doc }) => Y.encodeStateAsUpdate(doc))
    people.forEach(({ doc }) => states.forEach((state) => Y.applyUpdate(doc, state)))
  }
  for (const one of edits) {
    if (one.kind === 'exchange') {
      exchange()
    } else {
      perform(people[one.who]!, one)
    }
  }
  exchange()
  return people[0]!
}

function perform(sheet: Sheet, one: Exclude<Edit, { kind: 'exchange' }>): void {
  switch (one.kind) {
    case 'set':
      sheet.set(one.row, one.ordinal, one.value)
      return
    case 'write':
      sheet.write(one.rows, one.ordinals, (r, c) => one.values[(r + c) % one.values.length]!)
      return
    case 'place':
      sheet.set(one.row, ORDER, one.order)
      return
    case 'mark':
      sheet.set(one.row, DELETED, one.deleted)
  }
}

const seed = encodeSeed(SEEDED, [2, 3], (r, c) => `seed${r}${c}`)
const sideSeed = encodeCells(['r4', 'r2'], [3], (r) => r)
const anySeed = fc.constantFrom(seed, sideSeed)

const liveRows = (sheet: Sheet): string[] => {
  const store = new ColumnStore(sheet)
  return [...store.liveSlots()].map((slot) => store.rowIds[slot]!)
}

/** The same content by another way: values that nobody sees any more, and everything in another order. */
function rewritten(sheet: Sheet, isBulk: boolean): Sheet {
  const other = sheetOf()
  for (const [id, cells] of [...sheet.content()].reverse()) {
    other.set(id, 4, 'gone soon')
    other.set(id, 4, null)
    if (isBulk && cells.size > 0) {
      other.write([id], [...cells.keys()], (_, column) => [...cells.values()][column]!)
    } else {
      ;[...cells].reverse().forEach(([field, held]) => other.set(id, field, held))
    }
  }
  return other
}

test('[FOLD1] a fold has every cell and the order of the rows, deleted ones included, in the base layer alone', () => {
  fc.assert(
    fc.property(anySeed, history, (start, edits) => {
      const sheet = play(edits, start)
      const folded = sheetOf(foldSheet(sheet))
      expect(folded.fingerprint()).toBe(sheet.fingerprint())
      expect(liveRows(folded)).toEqual(liveRows(sheet))
      expect([folded.patches().length, folded.layers.cells.size]).toEqual([0, 0])
    }),
  )
})

test('[FOLD2] equal content folds to equal bytes whatever its history, and folding a fold changes nothing', () => {
  fc.assert(
    fc.property(anySeed, history, fc.boolean(), (start, edits, isBulk) => {
      const sheet = play(edits, start)
      const bytes = foldSheet(sheet)
      expect(foldSheet(sheetOf(bytes))).toEqual(bytes)
      expect(foldSheet(rewritten(sheet, isBulk))).toEqual(bytes)
    }),
  )
})

test('[FOLD2] rows without a value and fields that are empty everywhere leave nothing behind', () => {
  const sheet = sheetOf(seed)
  sheet.write(SEEDED, [3], () => null)
  sheet.set('n1', 9, 'for a moment')
  sheet.set('n1', 9, null)
  const block = sheetOf(foldSheet(sheet)).base()[0]!
  expect([block.rows, block.ordinals]).toEqual([SEEDED, [ORDER, 2]])
  expect(foldSheet(sheetOf())).toEqual(Y.encodeStateAsUpdate(new Y.Doc()))
})

test('[FOLD1] rows lie in blocks of the same size as in a seed, in the order of the sheet; without order, by id', () => {
  const many = Array.from({ length: ROWS_PER_BLOCK * 2 + 1 }, (_, i) => `x${String(i).padStart(5, '0')}`)
  const sheet = sheetOf(encodeSeed(many, [2], (r) => r))
  sheet.set(many[0]!, ORDER, 'zzzzzz')
  const folded = sheetOf(foldSheet(sheet))
  expect(folded.base().map(({ rows }) => rows.length)).toEqual([ROWS_PER_BLOCK, ROWS_PER_BLOCK, 1])
  expect(folded.base().flatMap(({ rows }) => rows)).toEqual([...many.slice(1), many[0]])
  expect(sheetOf(foldSheet(sheetOf(sideSeed))).base()[0]!.rows).toEqual(['r2', 'r4'])
})

const given = fc.array(fc.tuple(row, fc.constantFrom(...FIELDS, 50), value), { maxLength: 12 })

test('[FOLD3] fields can be left out and values be given that count instead; everything else stays', () => {
  fc.assert(
    fc.property(anySeed, history, fc.constantFrom(...FIELDS), given, (start, edits, left, cells) => {
      const sheet = play(edits, start)
      const instead = byRow(cells)
      const folded = sheetOf(foldSheet(sheet, { keep: (field) => field !== left, instead }))
      for (const id of ROWS) {
        for (const field of [ORDER, DELETED, ...FIELDS, 50]) {
          const kept = field === left ? null : sheet.value(id, field)
          expect(folded.value(id, field)).toEqual(
            instead.get(id)?.get(field) ?? (hasGiven(instead, id, field) ? null : kept),
          )
        }
      }
    }),
  )
})

test('[FOLD3] with the values of before, the fold is that of the sheet as it was then', () => {
  fc.assert(
    fc.property(anySeed, history, history, (start, earlier, later) => {
      const sheet = play(earlier, start)
      const bytes = foldSheet(sheet)
      const before = new Map<string, Map<number, CellValue>>()
      for (const one of later.filter((each) => each.kind !== 'exchange')) {
        for (const [id, field] of cellsOf(one)) {
          const cells = before.get(id) ?? new Map<number, CellValue>()
          before.set(id, cells)
          if (!cells.has(field)) {
            cells.set(field, sheet.value(id, field))
          }
        }
        perform(sheet, one)
      }
      expect(foldSheet(sheet, { instead: before })).toEqual(bytes)
    }),
  )
})

test('[GATE5] a row of which a fold has values but no order does not exist until it is given one', () => {
  const sheet = sheetOf(foldSheet(sheetOf(seed), { instead: byRow([['n1', 9, 'moved']]) }))
  expect([sheet.hasRow('n1'), sheet.hasRow('r1')]).toEqual([false, true])
  sheet.set('n1', ORDER, 'a5')
  expect([sheet.hasRow('n1'), sheet.value('n1', 9), liveRows(sheet).at(-1)]).toEqual([true, 'moved', 'n1'])
})

test('[FOLD4] folding step by step gives the sheet as it was at the first step', () => {
  const many = Array.from({ length: ROWS_PER_BLOCK * 2 }, (_, i) => `x${String(i).padStart(5, '0')}`)
  const sheet = sheetOf(encodeSeed(many, [2, 3], (r, c) => r + c))
  sheet.set(many[5]!, 2, 'before')
  const bytes = foldSheet(sheet)
  const steps = foldInSteps(sheet)
  let step = steps.next()
  while (step.done !== true) {
    sheet.set(many[5]!, 2, 'after')
    sheet.write([many.at(-1)!, 'new'], [ORDER, 2, 3], (_, column) => (column === 0 ? 'zz' : 'after'))
    step = steps.next()
  }
  expect(step.value).toEqual(bytes)
})

function byRow(cells: readonly [string, number, CellValue][]): CellsByRow {
  const rows = new Map<string, Map<number, CellValue>>()
  for (const [id, field, held] of cells) {
    rows.set(id, (rows.get(id) ?? new Map<number, CellValue>()).set(field, held))
  }
  return rows
}

const hasGiven = (instead: CellsByRow, id: string, field: number): boolean => instead.get(id)?.has(field) === true

function cellsOf(one: Exclude<Edit, { kind: 'exchange' }>): [string, number][] {
  switch (one.kind) {
    case 'set':
      return [[one.row, one.ordinal]]
    case 'write':
      return one.rows.flatMap((id) => one.ordinals.map((field): [string, number] => [id, field]))
    case 'place':
      return [[one.row, ORDER]]
    case 'mark':
      return [[one.row, DELETED]]
  }
}

test('a base layer is, byte for byte, what Yjs writes for a document with these blocks', () => {
  for (const rows of [0, 1, ROWS_PER_BLOCK, ROWS_PER_BLOCK * 3 + 1]) {
    const ids = Array.from({ length: rows }, (_, i) => `r${i}`)
    const seed = encodeSeed(ids, [2, 3], (row, column) => (column === 0 ? row : `n${row}`))
    const doc = new Y.Doc()
    doc.clientID = FOLD_CLIENT
    for (const [key, block] of sheetOf(seed).layers.base) {
      layersOf(doc).base.set(key, block)
    }
    expect(Buffer.from(seed).equals(Y.encodeStateAsUpdate(doc))).toBe(true)
  }
})
