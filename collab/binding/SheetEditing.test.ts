import * as Y from 'yjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ColumnStore } from '../schema/ColumnStore.ts'
import { newAuthorClient } from '../schema/layout.ts'
import { newRowIds } from '../schema/rowId.ts'
import { Sheet } from '../schema/Sheet.ts'
import { SheetEditing } from './SheetEditing.ts'

interface Person {
  doc: Y.Doc
  sheet: Sheet
  store: ColumnStore
  editing: SheetEditing
}

function person(): Person {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  const sheet = new Sheet(doc)
  const store = new ColumnStore(sheet)
  return { doc, sheet, store, editing: new SheetEditing({ columns: store, partOf: () => sheet, mayWrite: () => true }) }
}

/** Two people whose documents follow each other at once. */
function pair(): [Person, Person] {
  const [ana, ben] = [person(), person()]
  ana.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== ben && Y.applyUpdate(ben.doc, update, ana))
  ben.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== ana && Y.applyUpdate(ana.doc, update, ben))
  return [ana, ben]
}

const rows = (who: Person): string[] => [...who.store.liveSlots()].map((slot) => who.store.rowIds[slot] ?? '')
const values = (who: Person, ordinal: number): CellValue[] =>
  [...who.store.liveSlots()].map((slot) => who.store.value(slot, ordinal))

function withRows(who: Person, count: number): string[] {
  const ids = newRowIds(count)
  who.editing.apply({ newRows: { ids, place: 'end' }, writes: ids.map((row, i) => ({ row, ordinal: 2, value: i })) })
  return ids
}

test('new rows with their values are one packed entry and one transaction', () => {
  const ana = person()
  let transactions = 0
  ana.doc.on('afterTransaction', () => transactions++)
  const ids = withRows(ana, 50)
  expect({
    transactions,
    rows: rows(ana),
    patches: ana.sheet.patches().length,
    cells: ana.sheet.layers.cells.size,
  }).toEqual({ transactions: 1, rows: ids, patches: 1, cells: 0 })
})

test('a single cell goes into the cells layer, a rectangle into one packed entry that covers it', () => {
  const ana = person()
  const ids = withRows(ana, 20)
  ana.editing.apply({ writes: [{ row: ids[3] ?? '', ordinal: 3, value: 'typed' }] })
  expect(ana.sheet.layers.cells.size).toBe(1)
  ana.editing.apply({ writes: ids.flatMap((row) => [3, 4].map((ordinal) => ({ row, ordinal, value: 'pasted' }))) })
  expect({ cells: ana.sheet.layers.cells.size, patches: ana.sheet.patches().length, value: values(ana, 3)[3] }).toEqual(
    { cells: 0, patches: 2, value: 'pasted' },
  )
})

test('cells that already hold the value are not written and make no undo step', () => {
  const ana = person()
  const [row = ''] = withRows(ana, 1)
  expect(ana.editing.apply({ writes: [{ row, ordinal: 2, value: 0 }] })).toBe(0)
  expect(ana.editing.undo()?.done).toBe(1)
  expect(ana.editing.canUndo).toBe(false)
})

test('rows are inserted behind a row, at the start and at the end, for everyone', () => {
  const [ana, ben] = pair()
  const [first = '', second = ''] = withRows(ana, 2)
  const [middle = '', start = '', end = ''] = newRowIds(3)
  ana.editing.apply({ newRows: { ids: [middle], place: { behind: first } } })
  ana.editing.apply({ newRows: { ids: [start], place: 'start' } })
  ana.editing.apply({ newRows: { ids: [end], place: 'end' } })
  expect(rows(ana)).toEqual([start, first, middle, second, end])
  expect(rows(ben)).toEqual(rows(ana))
})

test('undo and redo take whole gestures, also pasted ones and removed rows', () => {
  const [ana, ben] = pair()
  const ids = withRows(ana, 12)
  ana.editing.apply({ writes: ids.map((row) => ({ row, ordinal: 2, value: 'x' })), memory: 'selection' })
  ana.editing.apply({ deleteRows: ids.slice(0, 10) })
  expect(rows(ben)).toEqual(ids.slice(10))
  expect(ana.editing.undo()?.done).toBe(10)
  expect(rows(ben)).toEqual(ids)
  expect(ana.editing.undo()).toEqual({
    done: 12,
    changedByOthers: [],
    notAllowed: [],
    keptRows: [],
    memory: 'selection',
  })
  expect(values(ben, 2)).toEqual(ids.map((_, i) => i))
  expect(ana.editing.redo()?.done).toBe(12)
  expect(values(ben, 2)).toEqual(ids.map(() => 'x'))
  expect(ana.editing.redo()?.done).toBe(10)
  expect(rows(ben)).toEqual(ids.slice(10))
  expect(ana.editing.redo()).toBeNull()
})

test('undo leaves alone what somebody else changed since, and says which cells', () => {
  const [ana, ben] = pair()
  const [first = '', second = ''] = withRows(ana, 2)
  ana.editing.apply({
    writes: [
      { row: first, ordinal: 3, value: 'a' },
      { row: second, ordinal: 3, value: 'b' },
    ],
  })
  ben.editing.apply({ writes: [{ row: second, ordinal: 3, value: 'ben' }] })
  expect(ana.editing.undo()).toEqual({
    done: 1,
    changedByOthers: [{ row: second, ordinal: 3, value: 'ben' }],
    notAllowed: [],
    keptRows: [],
    memory: undefined,
  })
  expect(values(ben, 3)).toEqual([null, 'ben'])
})

test('undoing an added row keeps it when somebody else typed in it', () => {
  const [ana, ben] = pair()
  const [first = '', second = ''] = withRows(ana, 2)
  ben.editing.apply({ writes: [{ row: second, ordinal: 5, value: 'mine' }] })
  expect(ana.editing.undo()).toEqual({
    done: 1,
    changedByOthers: [],
    notAllowed: [],
    keptRows: [second],
    memory: undefined,
  })
  expect(rows(ben)).toEqual([second])
  ana.editing.redo()
  expect(rows(ben)).toEqual([first, second])
})

test('a new edit forgets what could be redone', () => {
  const ana = person()
  const [row = ''] = withRows(ana, 1)
  ana.editing.apply({ writes: [{ row, ordinal: 3, value: 'a' }] })
  ana.editing.undo()
  ana.editing.apply({ writes: [{ row, ordinal: 3, value: 'b' }] })
  expect([ana.editing.canRedo, values(ana, 3)]).toEqual([false, ['b']])
})

test('rows are moved together behind, before and to the ends, for everyone, and undo puts them back', () => {
  const [ana, ben] = pair()
  const [a = '', b = '', c = '', d = ''] = withRows(ana, 4)
  expect(ana.editing.apply({ moveRows: { rows: [a, c], place: 'end' } })).toBe(2)
  expect(rows(ben)).toEqual([b, d, a, c])
  ana.editing.apply({ moveRows: { rows: [d, c], place: { before: b } } })
  expect(rows(ben)).toEqual([d, c, b, a])
  ana.editing.apply({ moveRows: { rows: [a], place: 'start' } })
  ana.editing.apply({ moveRows: { rows: [a], place: { behind: c } } })
  expect(rows(ben)).toEqual([d, c, a, b])
  ana.editing.undo()
  ana.editing.undo()
  ana.editing.undo()
  expect(rows(ben)).toEqual([b, d, a, c])
  expect(ana.editing.undo()?.done).toBe(2)
  expect(rows(ana)).toEqual([a, b, c, d])
  expect(rows(ben)).toEqual([a, b, c, d])
  ana.editing.redo()
  expect(rows(ben)).toEqual([b, d, a, c])
})

test('a move to where the rows stand already is no step', () => {
  const ana = person()
  const [a = '', b = '', c = ''] = withRows(ana, 3)
  for (const place of ['start', { before: c }, { behind: a }] as const) {
    expect(ana.editing.apply({ moveRows: { rows: place === 'start' ? [a, b] : [b], place } })).toBe(0)
  }
  expect(ana.editing.apply({ moveRows: { rows: [b, c], place: 'end' } })).toBe(0)
  ana.editing.undo()
  expect(rows(ana)).toEqual([])
})

test('rows that two people move at once stand in one order for both, none twice and none lost', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(7), fc.nat(7), fc.nat(3)), { maxLength: 30 }), (moves) => {
      const [ana, ben] = [person(), person()]
      const ids = withRows(ana, 8)
      Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ana.doc))
      for (const [isAna, from, to, count] of moves) {
        const who = isAna ? ana : ben
        const moved = rows(who).slice(from, from + count + 1)
        who.editing.apply({ moveRows: { rows: moved, place: { before: ids[to] ?? '' } } })
      }
      Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ana.doc))
      Y.applyUpdate(ana.doc, Y.encodeStateAsUpdate(ben.doc))
      expect(rows(ana)).toEqual(rows(ben))
      expect(rows(ana).toSorted()).toEqual(ids.toSorted())
    }),
  )
})

test('of a move that somebody moved on meanwhile undo leaves the row where it is', () => {
  const [ana, ben] = pair()
  const [a = '', b = '', c = ''] = withRows(ana, 3)
  ana.editing.apply({ moveRows: { rows: [a, b], place: 'end' } })
  ben.editing.apply({ moveRows: { rows: [a], place: 'end' } })
  expect(rows(ana)).toEqual([c, b, a])
  const report = ana.editing.undo()
  expect(report?.changedByOthers.map(({ row }) => row)).toEqual([a])
  expect(rows(ana)).toEqual([b, c, a])
})

test('what was done in a field that means something else by now is not undone; the rest of the step is', () => {
  const ana = person()
  const [row = ''] = withRows(ana, 1)
  ana.editing.apply({
    writes: [
      { row, ordinal: 3, value: 1500 },
      { row, ordinal: 4, value: 'note' },
    ],
  })
  ana.editing.apply({ writes: [{ row, ordinal: 3, value: null }] })
  ana.editing.forget(new Set([3]))
  expect(ana.editing.undo()).toMatchObject({ done: 1 })
  expect([ana.sheet.value(row, 3), ana.sheet.value(row, 4)]).toEqual([null, null])
})
