/** Gestures over a sheet of several parts, through generations in which fields move between the parts. */
import fc from 'fast-check'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ColumnStore } from '../schema/ColumnStore.ts'
import { joinColumns } from '../schema/JoinedColumns.ts'
import { DELETED, newAuthorClient, ORDER } from '../schema/layout.ts'
import { newRowIds } from '../schema/rowId.ts'
import { Sheet } from '../schema/Sheet.ts'
import type { CellWrite } from './cellWrites.ts'
import type { EditedSheet } from './PartsWriter.ts'
import { SheetEditing } from './SheetEditing.ts'

const QUANTITY = 2
const PRICE = 3
const MARK = 4
const FIELDS = [QUANTITY, PRICE, MARK]

/** Which fields are in the side part; the others are in the common one. */
type Layout = readonly number[]

interface Place {
  docs: Y.Doc[]
  edited: EditedSheet
  sheets: Sheet[]
  columns: EditedSheet['columns']
}

/** The documents of a sheet, empty or with the content of those before: what a fold or a move of fields makes. */
function place(side: Layout, forbidden: ReadonlySet<number>, before: Place | null): Place {
  const docs = [new Y.Doc(), new Y.Doc()]
  docs.forEach((doc) => (doc.clientID = newAuthorClient()))
  const sheets = docs.map((doc) => new Sheet(doc))
  const partOf = (ordinal: number): Sheet => sheets[side.includes(ordinal) ? 1 : 0]!
  for (const row of before?.columns.rowIds ?? []) {
    for (const ordinal of [ORDER, DELETED, ...FIELDS]) {
      const slot = before?.columns.slotOf(row)
      const value = slot === undefined ? null : (before?.columns.value(slot, ordinal) ?? null)
      if (value !== null) {
        partOf(ordinal).set(row, ordinal, value)
      }
    }
  }
  const [common, other] = sheets.map((sheet) => new ColumnStore(sheet))
  const { columns } = joinColumns(common!, [{ store: other!, ordinals: new Set(side) }])
  return { docs, sheets, columns, edited: { columns, partOf, mayWrite: (ordinal) => !forbidden.has(ordinal) } }
}

/** One person, in a sheet that somebody else writes into as well. */
class Desk {
  at: Place
  readonly editing: SheetEditing
  readonly others: SheetEditing
  readonly forbidden = new Set<number>()
  readonly written: CellWrite[] = []

  constructor(side: Layout) {
    this.at = place(side, this.forbidden, null)
    this.editing = new SheetEditing(this.at.edited)
    this.others = new SheetEditing({ ...this.at.edited, mayWrite: () => true })
    this.editing.onWrite((writes) => this.written.push(...writes))
  }

  moveTo(side: Layout): void {
    this.at = place(side, this.forbidden, this.at)
    this.editing.moveTo(this.at.edited)
    this.others.moveTo({ ...this.at.edited, mayWrite: () => true })
  }

  value(row: string, ordinal: number): CellValue {
    const slot = this.at.columns.slotOf(row)
    return slot === undefined ? null : this.at.columns.value(slot, ordinal)
  }

  rows(): string[] {
    return [...this.at.columns.liveSlots()].map((slot) => this.at.columns.rowIds[slot] ?? '')
  }
}

function withRows(desk: Desk, count: number): string[] {
  const ids = newRowIds(count)
  desk.others.apply({ newRows: { ids, place: 'end' } })
  return ids
}

const across = (rows: readonly string[], value: CellValue): CellWrite[] =>
  rows.flatMap((row) => FIELDS.map((ordinal) => ({ row, ordinal, value })))

test('a paste over two parts is one transaction in each of them and one undo step', () => {
  const desk = new Desk([PRICE])
  const rows = withRows(desk, 20)
  const transactions = [0, 0]
  desk.at.docs.forEach((doc, i) => doc.on('afterTransaction', () => transactions[i]!++))
  desk.editing.apply({ writes: across(rows, 'pasted') })
  expect(transactions).toEqual([1, 1])
  expect([...desk.at.sheets[1]!.content().values()].every((cells) => [...cells.keys()].join() === '3')).toBe(true)
  expect(desk.editing.undo()?.done).toBe(60)
  expect(rows.flatMap((row) => FIELDS.map((ordinal) => desk.value(row, ordinal)))).toEqual(Array(60).fill(null))
  expect(desk.editing.canUndo).toBe(false)
  expect(desk.editing.redo()?.done).toBe(60)
  expect(desk.value(rows[7]!, PRICE)).toBe('pasted')
})

test('new rows with values of a side part are one gesture, and undoing it asks the side part what others typed', () => {
  const desk = new Desk([PRICE])
  const [first = '', second = ''] = newRowIds(2)
  desk.editing.apply({ newRows: { ids: [first, second], place: 'end' }, writes: across([first, second], 1) })
  expect([desk.rows(), desk.value(first, PRICE)]).toEqual([[first, second], 1])
  desk.others.apply({ writes: [{ row: second, ordinal: PRICE, value: 7 }] })
  expect(desk.editing.undo()).toMatchObject({ done: 1, keptRows: [second] })
  expect(desk.rows()).toEqual([second])
  desk.editing.redo()
  expect([desk.rows(), desk.value(first, PRICE)]).toEqual([[first, second], 1])
})

test('a step outlives a new generation and follows a field into another part', () => {
  const desk = new Desk([])
  const rows = withRows(desk, 3)
  desk.editing.apply({ writes: across(rows, 1) })
  desk.editing.apply({ writes: across(rows.slice(0, 1), 2) })
  desk.moveTo([PRICE, MARK])
  desk.others.apply({ writes: [{ row: rows[0]!, ordinal: PRICE, value: 'theirs' }] })
  expect(desk.editing.undo()).toMatchObject({
    done: 2,
    changedByOthers: [{ row: rows[0]!, ordinal: PRICE, value: 'theirs' }],
  })
  desk.moveTo([QUANTITY])
  expect(desk.editing.undo()).toMatchObject({ done: 8 })
  expect([desk.value(rows[0]!, PRICE), desk.value(rows[1]!, PRICE)]).toEqual(['theirs', null])
  expect(desk.editing.redo()).toMatchObject({ done: 8 })
  expect(desk.editing.redo()).toMatchObject({ done: 2 })
})

test('nothing is taken back in a field that may not be written any more; the step waits for the right to come back', () => {
  const desk = new Desk([PRICE])
  const [row = ''] = withRows(desk, 1)
  desk.editing.apply({ writes: [{ row, ordinal: PRICE, value: 5 }] })
  desk.forbidden.add(PRICE)
  const before = desk.written.length
  expect(desk.editing.undo()).toMatchObject({ done: 0, notAllowed: [{ row, ordinal: PRICE, value: 5 }] })
  expect(desk.written.length).toBe(before)
  desk.forbidden.clear()
  expect(desk.editing.undo()).toMatchObject({ done: 1 })
  expect(desk.value(row, PRICE)).toBe(null)
})

test('what a field held that is gone for this person is forgotten, the rest of the step stays', () => {
  const desk = new Desk([PRICE])
  const [row = ''] = withRows(desk, 1)
  desk.others.apply({ writes: [{ row, ordinal: PRICE, value: 'secret' }] })
  desk.editing.apply({ writes: [{ row, ordinal: PRICE, value: 1 }] })
  desk.editing.apply({ writes: across([row], 2) })
  const { edited } = desk.at
  desk.editing.moveTo({ ...edited, partOf: (ordinal) => (ordinal === PRICE ? null : edited.partOf(ordinal)) })
  desk.editing.moveTo(edited)
  expect(desk.editing.undo()).toMatchObject({ done: 2, changedByOthers: [] })
  expect(desk.editing.undo()).toBeNull()
  expect(desk.value(row, PRICE)).toBe(2)
})

test('what is written again after a move is no new step and leaves what can be redone', () => {
  const desk = new Desk([PRICE])
  const [row = ''] = withRows(desk, 1)
  desk.editing.apply({ writes: [{ row, ordinal: PRICE, value: 1 }] })
  desk.editing.apply({ writes: [{ row, ordinal: PRICE, value: 2 }] })
  desk.editing.undo()
  desk.moveTo([PRICE])
  desk.editing.rewrite([{ row, ordinal: QUANTITY, value: 9 }])
  expect([desk.value(row, QUANTITY), desk.editing.redo()?.done, desk.editing.undo()?.done]).toEqual([9, 1, 1])
  expect([desk.editing.undo()?.done, desk.editing.undo()]).toEqual([1, null])
})

test('a field that is not in the sheet is not written', () => {
  const desk = new Desk([PRICE])
  const [row = ''] = withRows(desk, 1)
  const { edited } = desk.at
  desk.editing.moveTo({ ...edited, partOf: (ordinal) => (ordinal === PRICE ? null : edited.partOf(ordinal)) })
  expect(desk.editing.apply({ writes: across([row], 1) })).toBe(2)
  expect([desk.value(row, PRICE), desk.editing.undo()?.done]).toEqual([null, 2])
})

// --- against a model ---

const layout = fc.uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 2 })
const cells = fc.uniqueArray(fc.tuple(fc.nat(2), fc.constantFrom(...FIELDS)), {
  minLength: 1,
  maxLength: 6,
  selector: ([row, ordinal]) => `${row}:${ordinal}`,
})
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('mine' as const), cells, value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('theirs' as const), cells, value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), layout }) },
)

/** The rule in words: a step is undone cell by cell where the cell still holds what the step wrote. */
class Model {
  readonly values = new Map<string, CellValue>()
  readonly stacks = {
    undo: [] as Map<string, [CellValue, CellValue]>[],
    redo: [] as Map<string, [CellValue, CellValue]>[],
  }

  mine(keys: readonly string[], value: CellValue): void {
    const changed = keys.filter((key) => (this.values.get(key) ?? null) !== value)
    if (changed.length > 0) {
      this.stacks.undo.push(new Map(changed.map((key) => [key, [this.values.get(key) ?? null, value]])))
      this.stacks.redo = []
      changed.forEach((key) => this.values.set(key, value))
    }
  }

  turn(from: 'undo' | 'redo'): { done: number; left: string[] } | null {
    const taken = this.stacks[from].pop()
    if (taken === undefined) {
      return null
    }
    const fits = [...taken].filter(([key, [, after]]) => (this.values.get(key) ?? null) === after)
    fits.forEach(([key, [before]]) => this.values.set(key, before))
    if (fits.length > 0) {
      const inverse = new Map(fits.map(([key, [before, after]]) => [key, [after, before] as [CellValue, CellValue]]))
      this.stacks[from === 'undo' ? 'redo' : 'undo'].push(inverse)
    }
    const left = [...taken.keys()].filter((key) => !fits.some(([fit]) => fit === key))
    return { done: fits.length, left }
  }
}

test('under random gestures, undo, redo and moves of fields, nothing of others is overwritten and every such cell is named', () => {
  fc.assert(
    fc.property(layout, fc.array(step, { maxLength: 30 }), (side, steps) => {
      const desk = new Desk(side)
      const rows = withRows(desk, 3)
      const model = new Model()
      for (const one of steps) {
        if (one.kind === 'move') {
          desk.moveTo(one.layout)
        } else if (one.kind === 'undo' || one.kind === 'redo') {
          const report = desk.editing[one.kind]()
          const expected = model.turn(one.kind)
          const named = report?.changedByOthers.map(({ row, ordinal }) => `${row}:${ordinal}`)
          expect(report && { done: report.done, left: named?.sort() }).toEqual(
            expected && { done: expected.done, left: expected.left.sort() },
          )
        } else {
          const writes = one.cells.map(([at, ordinal]) => ({ row: rows[at]!, ordinal, value: one.value }))
          const keys = writes.map(({ row, ordinal }) => `${row}:${ordinal}`)
          if (one.kind === 'mine') {
            desk.editing.apply({ writes })
            model.mine(keys, one.value)
          } else {
            desk.others.apply({ writes })
            keys.forEach((key) => model.values.set(key, one.value))
          }
        }
        for (const [key, value] of model.values) {
          const [row = '', ordinal] = key.split(':')
          expect(desk.value(row, Number(ordinal))).toBe(value)
        }
      }
    }),
    { numRuns: 300 },
  )
})
