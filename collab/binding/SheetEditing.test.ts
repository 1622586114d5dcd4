import * as Y from 'yjs'
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
