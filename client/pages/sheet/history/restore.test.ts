import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { GestureChangeReply } from '#shared/api/history.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { changesNow, planRow, planUndoOf, planValues, rowValuesAt, type PresentSheet } from './restore.ts'

const ORDINALS: Readonly<Record<string, number>> = { note: 2, quantity: 3, checked: 4 }

/** Rows r1 and r2 with a note and a quantity each; `checked` may not be written. */
function present(): { sheet: Sheet; now: PresentSheet } {
  const sheet = new Sheet(new Y.Doc())
  sheet.write(['r1', 'r2'], [ORDER, 2, 3, 4], (row, column) => [`V${row}`, `note${row}`, row, 'ok'][column]!)
  const columns = new ColumnStore(sheet)
  const now: PresentSheet = {
    columns,
    ordinalOf: (field) => ORDINALS[field],
    mayWrite: (ordinal) => ordinal !== 4,
  }
  return { sheet, now }
}

const change = (row: string, field: string, old: CellValue, now: CellValue): GestureChangeReply => ({
  row,
  field,
  row_change: null,
  old,
  new: now,
})
const rowChange = (row: string, what: GestureChangeReply['row_change']): GestureChangeReply => ({
  row,
  field: null,
  row_change: what,
  old: null,
  new: null,
})

test('an earlier value comes back whatever the cell holds now, and is not written when it is there', () => {
  const { now } = present()
  const cells = [
    { row: 'r1', field: 'note', value: 'early' },
    { row: 'r2', field: 'note', value: 'note1' },
    { row: 'r1', field: 'checked', value: 'mine' },
    { row: 'r1', field: 'gone', value: 1 },
    { row: 'nowhere', field: 'note', value: 1 },
  ]
  expect(planValues(now, cells)).toEqual({
    writes: [{ row: 'r1', ordinal: 2, value: 'early' }],
    refused: 3,
    changedSince: 0,
  })
})

test('a deleted row comes back once, before its cells', () => {
  const { sheet, now } = present()
  sheet.set('r1', DELETED, true)
  const cells = ['note', 'quantity'].map((field) => ({ row: 'r1', field, value: 7 }))

  expect(planValues(now, cells).writes).toEqual([
    { row: 'r1', ordinal: DELETED, value: null },
    { row: 'r1', ordinal: 2, value: 7 },
    { row: 'r1', ordinal: 3, value: 7 },
  ])
  expect(planRow(now, 'r1', new Map()).writes).toEqual([{ row: 'r1', ordinal: DELETED, value: null }])
  expect(planRow(now, 'r2', new Map()).writes).toEqual([])
  expect(planRow({ ...now, mayWrite: () => false }, 'r1', new Map()).writes).toEqual([])
})

test('a row goes back to what it held when an entry was made, or before the oldest of them', () => {
  const entries = [
    { changes: [change('r1', 'note', 'b', 'c')] },
    { changes: [change('r1', 'note', 'a', 'b'), change('r1', 'quantity', 1, 2)] },
    { changes: [rowChange('r1', 'deleted'), change('r1', 'note', null, 'a')] },
  ]
  expect(rowValuesAt(entries, 0)).toEqual(new Map())
  expect(rowValuesAt(entries, 1)).toEqual(new Map([['note', 'b']]))
  expect(rowValuesAt(entries, 2)).toEqual(
    new Map<string, CellValue>([
      ['note', 'a'],
      ['quantity', 1],
    ]),
  )
  expect(rowValuesAt(entries, 3)).toEqual(
    new Map<string, CellValue>([
      ['note', null],
      ['quantity', 1],
    ]),
  )
})

test('a gesture is taken back only where nobody changed it since', () => {
  const { now } = present()
  const plan = planUndoOf(now, [
    change('r1', 'note', 'before', 'note0'),
    change('r2', 'note', 'before', 'somebody overwrote this'),
    change('r1', 'quantity', 5, 0),
    change('r2', 'quantity', 1, 99), // holds the old value already
    change('r1', 'checked', 'no', 'ok'),
  ])
  expect(plan).toEqual({
    writes: [
      { row: 'r1', ordinal: 2, value: 'before' },
      { row: 'r1', ordinal: 3, value: 5 },
    ],
    refused: 1,
    changedSince: 1,
  })
})

test('rows that a gesture added go, unless somebody wrote in them; rows that it deleted come back', () => {
  const { sheet, now } = present()
  const created = (row: string, n: number): GestureChangeReply[] => [
    rowChange(row, 'added'),
    change(row, 'note', null, `note${n}`),
    change(row, 'quantity', null, n),
    change(row, 'checked', null, 'ok'),
  ]
  sheet.set('r2', 3, 'typed since')
  expect(planUndoOf(now, [...created('r1', 0), ...created('r2', 1)])).toEqual({
    writes: [{ row: 'r1', ordinal: DELETED, value: true }],
    refused: 0,
    changedSince: 1,
  })
  sheet.set('r1', DELETED, true)
  expect(planUndoOf(now, [rowChange('r1', 'deleted'), rowChange('r2', 'restored')]).writes).toEqual([
    { row: 'r1', ordinal: DELETED, value: null },
    { row: 'r2', ordinal: DELETED, value: true },
  ])
})

test('[CONV3] what was typed in another unit comes back in the one of now; that the column was converted is not taken back', () => {
  const { now } = present()
  const meantNow: PresentSheet['meantNow'] = (field, value, at) =>
    field === 'quantity' && at < '2025-06-01' && typeof value === 'number' ? value / 1000 : value
  const sheet = { ...now, meantNow }
  const typed = [change('r1', 'quantity', 1500, 1600), change('r1', 'note', 'a', 'b')]
  expect(changesNow(sheet, { at: '2025-01-01', gesture: 'typed' }, typed)).toEqual([
    change('r1', 'quantity', 1.5, 1.6),
    change('r1', 'note', 'a', 'b'),
  ])
  expect(changesNow(sheet, { at: '2025-07-01', gesture: 'typed' }, typed)).toEqual(typed)
  expect(changesNow(sheet, { at: '2025-06-01', gesture: 'converted' }, typed)).toEqual([])
})
