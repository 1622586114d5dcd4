/** Gestures over very many cells: written piece by piece, and one gesture all the same. */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ColumnStore } from '../schema/ColumnStore.ts'
import { newAuthorClient } from '../schema/layout.ts'
import { newRowIds } from '../schema/rowId.ts'
import { Sheet } from '../schema/Sheet.ts'
import type { CellWrite } from './cellWrites.ts'
import { CELLS_PER_PIECE } from './inPieces.ts'
import type { EditedSheet } from './PartsWriter.ts'
import { SheetEditing } from './SheetEditing.ts'

const ROWS = 12_000
const FIELDS = [2, 3]
/** Two fields of each row, a piece of it full. */
const PIECES = Math.ceil((ROWS * FIELDS.length) / CELLS_PER_PIECE)

function edited(): EditedSheet & { doc: Y.Doc; sheet: Sheet } {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  const sheet = new Sheet(doc)
  return { doc, sheet, columns: new ColumnStore(sheet), partOf: () => sheet, mayWrite: () => true }
}

/** A sheet in which every cell holds the number of its row, and nothing of that can be undone. */
function largeSheet() {
  const place = edited()
  const rows = newRowIds(ROWS)
  const numbers = new Map(rows.map((row, i) => [row, i]))
  new SheetEditing(place).apply({
    newRows: { ids: rows, place: 'end' },
    writes: cells(rows, (row) => numbers.get(row) ?? null),
  })
  const editing = new SheetEditing(place)
  const told: { cells: number; gesture: string }[] = []
  editing.onWrite((writes, { id, kind }) => told.push({ cells: writes.length, gesture: `${kind} ${id}` }))
  /** How many cells hold what they held at first. */
  const untouched = (at: EditedSheet = place): number =>
    rows.reduce((sum, row, i) => {
      const slot = at.columns.slotOf(row) ?? -1
      return sum + FIELDS.filter((ordinal) => at.columns.value(slot, ordinal) === i).length
    }, 0)
  return { ...place, rows, editing, told, untouched }
}

function* cells(rows: readonly string[], valueOf: (row: string) => CellValue): Generator<CellWrite> {
  for (const row of rows) {
    for (const ordinal of FIELDS) {
      yield { row, ordinal, value: valueOf(row) }
    }
  }
}

const ALL = ROWS * FIELDS.length

const clearing = (rows: readonly string[]) => ({ kind: 'cleared', writes: cells(rows, () => null), size: ALL }) as const

test('very many cells are written in pieces, as rectangles, and are one gesture and one step of undo', () => {
  const { editing, rows, told, sheet, doc, untouched } = largeSheet()
  const before = sheet.patches().length
  let transactions = 0
  doc.on('afterTransaction', () => transactions++)
  const run = editing.begin(clearing(rows))
  const progress: number[] = []
  while (run.step()) {
    progress.push(run.progress)
  }
  expect([progress, run.finish()]).toEqual([[10_000 / ALL, 20_000 / ALL, 1], ALL])
  expect({
    transactions,
    patches: sheet.patches().length - before,
    untouched: untouched(),
    gestures: new Set(told.map(({ gesture }) => gesture)).size,
    largest: Math.max(...told.map((one) => one.cells)),
  }).toEqual({ transactions: PIECES, patches: PIECES, untouched: 0, gestures: 1, largest: CELLS_PER_PIECE })
  expect([editing.undo()?.done, untouched(), editing.undo()]).toEqual([ALL, ALL, null])
  expect([editing.redo()?.done, untouched(), editing.redo()]).toEqual([ALL, 0, null])
})

test('what is cancelled in the middle is taken back, and is no step: undo and redo go on where they were', () => {
  const { editing, rows, untouched, columns } = largeSheet()
  const [first = '', second = ''] = rows
  const value = (row: string) => columns.value(columns.slotOf(row) ?? -1, 2)
  editing.apply({ writes: [{ row: first, ordinal: 2, value: 'one' }] })
  editing.apply({ writes: [{ row: second, ordinal: 2, value: 'two' }] })
  editing.undo()
  const run = editing.begin(clearing(rows))
  run.step()
  expect([value(first), untouched()]).toEqual([null, ALL - CELLS_PER_PIECE])
  run.cancel()
  expect([run.finish(), value(first), untouched()]).toEqual([null, 'one', ALL - 1])
  expect([editing.redo()?.done, value(second)]).toEqual([1, 'two'])
  expect([editing.undo()?.done, editing.undo()?.done, editing.undo(), untouched()]).toEqual([1, 1, null, ALL])
})

test('an undo that is cancelled can be done again, as a whole', () => {
  const { editing, rows, untouched } = largeSheet()
  editing.apply(clearing(rows))
  const run = editing.beginUndo()
  run?.step()
  expect(untouched()).toBe(CELLS_PER_PIECE)
  run?.cancel()
  expect([run?.finish(), untouched(), editing.canRedo]).toEqual([null, 0, false])
  expect([editing.undo()?.done, untouched()]).toEqual([ALL, ALL])
})

test('whatever is done meanwhile finishes the gesture first, so that each is undone as a whole', () => {
  const { editing, rows, untouched } = largeSheet()
  const ended: (number | null)[] = []
  const run = editing.begin(clearing(rows))
  run.onEnd((cellsWritten) => ended.push(cellsWritten))
  run.step()
  editing.apply({ writes: [{ row: rows[0] ?? '', ordinal: 2, value: 'typed' }] })
  expect([ended, run.hasEnded, untouched()]).toEqual([[ALL], true, 0])
  expect([editing.undo()?.done, editing.undo()?.done, untouched()]).toEqual([1, ALL, ALL])
  editing.beginRedo()?.step()
  expect([editing.undo()?.done, untouched(), ended]).toEqual([ALL, ALL, [ALL]])
})

test('what others write into a cell between two pieces is theirs when the gesture is taken back', () => {
  const { editing, rows, untouched, sheet, columns } = largeSheet()
  const run = editing.begin(clearing(rows))
  run.step()
  sheet.set(rows[0] ?? '', 2, 'theirs')
  run.cancel()
  run.finish()
  expect([untouched(), columns.value(columns.slotOf(rows[0] ?? '') ?? -1, 2)]).toEqual([ALL - 1, 'theirs'])
})

test('a cell that is given in two pieces is undone to what it was', () => {
  const { editing, rows, untouched } = largeSheet()
  const twice = [...cells(rows, () => 'first'), ...cells(rows, () => 'second')]
  editing.apply({ writes: twice })
  expect([untouched(), editing.undo()?.changedByOthers.length, untouched()]).toEqual([0, 0, ALL])
})

test('rows that were added in pieces go with one undo, and come back with their cells', () => {
  const place = edited()
  const editing = new SheetEditing(place)
  const rows = newRowIds(ROWS)
  const run = editing.begin({ newRows: { ids: rows, place: 'end' }, writes: cells(rows, () => 7) })
  run.step()
  expect(place.columns.liveSlots().length).toBe(ROWS)
  run.finish()
  expect([editing.undo()?.done, place.columns.liveSlots().length]).toEqual([ROWS, 0])
  expect([editing.redo()?.done, place.columns.liveSlots().length]).toEqual([ROWS, ROWS])
  expect(rows.every((row) => place.columns.value(place.columns.slotOf(row) ?? -1, 3) === 7)).toBe(true)
})

test('a gesture goes on in the documents that take the place of those in which it began, without fields that are gone', () => {
  const { editing, rows, untouched, doc } = largeSheet()
  const run = editing.begin(clearing(rows))
  run.step()
  const next = edited()
  Y.applyUpdate(next.doc, Y.encodeStateAsUpdate(doc))
  editing.moveTo({ ...next, partOf: (ordinal) => (ordinal === 3 ? null : next.sheet) })
  run.finish()
  const left = ALL - CELLS_PER_PIECE
  expect([untouched(), untouched(next)]).toEqual([left, left / 2])
  expect([editing.undo()?.done, editing.undo()]).toEqual([ROWS, null])
  expect(untouched(next)).toBe(ALL - CELLS_PER_PIECE / 2)
})

test('fields that mean something else from now on are not written any more, and not by undo', () => {
  const { editing, rows, untouched } = largeSheet()
  const run = editing.begin(clearing(rows))
  run.step()
  editing.forget(new Set([3]))
  run.finish()
  expect(untouched()).toBe((ALL - CELLS_PER_PIECE) / 2)
  expect([editing.undo()?.done, untouched()]).toEqual([ROWS, ALL - CELLS_PER_PIECE / 2])
})

test('a gesture that fails in the middle has ended, and what it did can be undone', () => {
  const { editing, rows, untouched } = largeSheet()
  function* broken(): Generator<CellWrite> {
    yield* cells(rows.slice(0, CELLS_PER_PIECE), () => null)
    throw new Error('no more')
  }
  const run = editing.begin({ kind: 'cleared', writes: broken(), size: ALL })
  const ended: (number | null)[] = []
  run.onEnd((result) => ended.push(result))
  expect(() => run.finish()).toThrow('no more')
  expect([run.hasEnded, ended]).toEqual([true, [null]])
  editing.undo()
  expect(untouched()).toBe(ALL)
})
