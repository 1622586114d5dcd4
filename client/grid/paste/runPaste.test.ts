import * as Y from 'yjs'
import { describe, expect, test, vi } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { PastedColumns } from './PastedColumns.ts'
import { plainBlock } from './PastedBlock.ts'
import { type PastePlan, type PasteTarget, withoutRejected } from './pasteBlock.ts'
import type { PasteAnswer, PasteQuestion } from './readBlock.ts'
import { needsReview, type PasteReview } from './reviewPaste.ts'
import { runPaste } from './runPaste.ts'

const field = (key: string, ordinal: number, type: FieldType = 'text', unit: string | null = null): Field => ({
  id: key,
  key,
  ordinal,
  name: key,
  type,
  unit,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})

const FIELDS = [field('name', 2), field('energy', 3, 'number', 'kWh'), field('day', 4, 'date')]

/** A sheet of rows r0, r1… that is pasted into from its first cell on, and what became of it. */
function sheetOf(rows: number, cells: Readonly<Record<string, CellValue>> = {}) {
  const target = vi.fn<() => PasteTarget | null>(() => ({
    rect: { r0: 0, r1: 0, c0: 0, c1: 0 },
    rowAt: (index) => (index < rows ? `r${index}` : null),
    rowCount: rows,
    columns: FIELDS,
    isWritable: () => true,
    mayAddRows: true,
    newRowIds: (count) => Array.from({ length: count }, (_, i) => `new${i}`),
    newRowValues: [],
  }))
  const commit = vi.fn<(plan: PastePlan) => void>()
  const ask = vi.fn<(question: PasteQuestion, onAnswer: (answer: PasteAnswer) => void) => void>()
  const review = vi.fn<(review: PasteReview, onCommit: (plan: PastePlan) => void) => void>()
  const paste = (texts: string[][]): void =>
    runPaste(
      plainBlock(texts),
      { target, commit, before: (row, ordinal) => cells[`${row}:${ordinal}`] ?? null },
      { ask, review },
    )
  return { target, commit, ask, review, paste }
}

const column = (length: number, text: (i: number) => string): string[][] =>
  Array.from({ length }, (_, i) => [`row ${i}`, text(i), ''])

describe('a paste', () => {
  test('with the titles of columns above it goes where they say, and the titles are no row', () => {
    const { commit, paste, target } = sheetOf(2)
    const selected = target()!
    target.mockImplementation(() => ({ ...selected, rect: { r0: 1, r1: 1, c0: 0, c1: 0 } }))
    paste([
      ['energy (kWh)', 'day'],
      ['12.5', '2025-03-31'],
      ['7', ''],
    ])
    expect(commit.mock.lastCall?.[0]).toMatchObject({
      newRows: ['new0'],
      rect: { r0: 1, r1: 2, c0: 1, c1: 2 },
      writes: [
        { row: 'r1', ordinal: 3, value: 12.5 },
        { row: 'new0', ordinal: 3, value: 7 },
        { row: 'r1', ordinal: 4, value: '2025-03-31' },
        { row: 'new0', ordinal: 4, value: null },
      ],
      rejected: [],
    })
  })

  test('whose first row only looks like a title is pasted whole', () => {
    const { commit, paste } = sheetOf(3)
    paste([
      ['day', 'name'],
      ['name', 'x'],
    ])
    expect(commit.mock.lastCall?.[0].writes).toHaveLength(4)
  })

  test('that is small and clear is written at once', () => {
    const { commit, ask, review, paste } = sheetOf(3)
    paste([['a', '1.5 MWh', '2025-01-31']])
    expect(commit.mock.calls[0]?.[0]).toMatchObject({
      writes: [
        { row: 'r0', ordinal: 2, value: 'a' },
        { row: 'r0', ordinal: 3, value: 1500 },
        { row: 'r0', ordinal: 4, value: '2025-01-31' },
      ],
      pasted: 3,
      rejected: [],
      converted: [{ unit: 'MWh', cells: 1 }],
    })
    expect([ask.mock.calls, review.mock.calls]).toEqual([[], []])
  })

  test('with open numbers and open dates asks once, and cancelled writes nothing', () => {
    const { commit, ask, paste } = sheetOf(3)
    paste([['a', '1.234', '01/02/2025']])
    expect(ask).toHaveBeenCalledOnce()
    expect(ask.mock.calls[0]?.[0]).toMatchObject({
      numbers: [{ field: { key: 'energy' } }],
      dates: [{ samples: [{ text: '01/02/2025', ways: { 'day-first': '2025-02-01', 'month-first': '2025-01-02' } }] }],
    })
    expect(commit).not.toHaveBeenCalled()
  })

  test('is written as it was answered, where the selection is by then', () => {
    const { commit, ask, target, paste } = sheetOf(3)
    paste([['a', '1.234', '01/02/2025']])
    const then = target()
    target.mockReturnValue(then === null ? null : { ...then, rect: { r0: 1, r1: 1, c0: 0, c1: 0 } })
    ask.mock.calls[0]?.[1]({ mark: 'comma', order: 'month-first' })
    expect(commit.mock.calls[0]?.[0].writes).toEqual([
      { row: 'r1', ordinal: 2, value: 'a' },
      { row: 'r1', ordinal: 3, value: 1234 },
      { row: 'r1', ordinal: 4, value: '2025-01-02' },
    ])
  })

  test('of more than 500 cells is seen before, with what it changes, and is written when it is agreed to', () => {
    const { commit, review, paste } = sheetOf(2, { 'r0:2': 'row 0', 'r0:3': 7, 'r1:3': 1 })
    paste(column(200, (i) => (i === 1 ? 'soon' : String(i))))
    expect(commit).not.toHaveBeenCalled()
    const [shown, agree] = review.mock.calls[0] ?? []
    expect(shown).toMatchObject({ changed: 2, unchanged: 3, overwritten: 2, rejected: 1, added: 396 })
    expect(shown?.cells).toHaveLength(200)
    expect(shown?.cells.slice(0, 4)).toEqual([
      {
        kind: 'rejected',
        write: { row: 'r1', ordinal: 3, value: 'soon' },
        rowNumber: 2,
        isNewRow: false,
        before: 1,
        otherUnit: null,
      },
      {
        kind: 'changed',
        write: { row: 'r1', ordinal: 2, value: 'row 1' },
        rowNumber: 2,
        isNewRow: false,
        before: null,
        otherUnit: null,
      },
      {
        kind: 'changed',
        write: { row: 'r0', ordinal: 3, value: 0 },
        rowNumber: 1,
        isNewRow: false,
        before: 7,
        otherUnit: null,
      },
      {
        kind: 'added',
        write: { row: 'new0', ordinal: 2, value: 'row 2' },
        rowNumber: 3,
        isNewRow: true,
        before: null,
        otherUnit: null,
      },
    ])
    if (shown !== undefined) {
      agree?.(shown.plan)
    }
    expect(commit).toHaveBeenCalledOnce()
  })

  test.each<[string, number, number, (i: number) => string, Record<string, CellValue>, boolean]>([
    ['500 cells', 166, 166, () => '1', {}, false],
    ['more errors than fine cells', 1, 1, () => 'x', {}, false],
    ['200 values overwritten', 100, 100, () => '1', overwritten(100), false],
    ['more than 200 values overwritten', 101, 101, () => '1', overwritten(101), true],
    ['the same values again', 101, 101, () => '2', { ...overwritten(101, 2), ...names(101) }, false],
  ])('%s', (_, sheetRows, rows, text, cells, expected) => {
    const { review, paste } = sheetOf(sheetRows, cells)
    paste(column(rows, text))
    expect(review.mock.calls.length > 0).toBe(expected)
  })

  test('of very many cells lets others get in between, and goes to the rows that were there when it began', async () => {
    const { review, target, paste } = sheetOf(0)
    const ids = Array.from({ length: 2000 }, (_, i) => `r${i}`)
    const whole = target()
    target.mockReturnValue(
      whole === null ? null : { ...whole, rowCount: ids.length, rowAt: (index) => ids[index] ?? null },
    )
    paste(column(2000, (i) => String(i)))
    expect(review).not.toHaveBeenCalled()
    ids.unshift('of somebody else')
    await expect.poll(() => review.mock.calls.length).toBe(1)
    const { plan, cells } = review.mock.calls[0]![0]
    expect(plan.writes).toHaveLength(6000)
    expect([plan.writes[0]?.row, plan.writes.at(-1)?.row]).toEqual(['r0', 'r1999'])
    expect(cells[0]).toMatchObject({ write: { row: 'r0' }, rowNumber: 1 })
  })

  test('of which nothing can be written is only reported', () => {
    const { target, commit, review, paste } = sheetOf(2)
    const closed = target()
    target.mockReturnValue(closed === null ? null : { ...closed, isWritable: () => false })
    paste(column(300, () => '1'))
    expect(review).not.toHaveBeenCalled()
    expect(commit.mock.calls[0]?.[0]).toMatchObject({ pasted: 0, readOnlySkipped: 900 })
  })

  test('that would be mostly errors is seen before', () => {
    const { review, paste } = sheetOf(2)
    paste([['a', 'x', 'y']])
    const [shown] = review.mock.calls[0] ?? []
    expect(shown?.rejected).toBe(2)
    expect(shown === undefined || needsReview(shown)).toBe(true)
  })
})

/** Rows in which name and energy hold something else than is pasted (the name only when the energy is not given). */
function overwritten(rows: number, energy = 9): Record<string, CellValue> {
  return Object.fromEntries(
    Array.from({ length: rows }, (_, i) => i).flatMap((i): [string, CellValue][] => [
      [`r${i}:2`, 'old'],
      [`r${i}:3`, energy],
    ]),
  )
}

function names(rows: number): Record<string, CellValue> {
  return Object.fromEntries(Array.from({ length: rows }, (_, i) => [`r${i}:2`, `row ${i}`]))
}

test('without its errors a paste keeps what fits, and adds no row in which nothing is left', () => {
  const { review, paste } = sheetOf(1)
  paste([
    ['', 'x', 'y'],
    ['', 'z', 'w'],
    ['b', '2', 'v'],
  ])
  const [shown] = review.mock.calls[0] ?? []
  const plan = shown === undefined ? null : withoutRejected(shown.plan)
  expect(plan).toMatchObject({
    writes: [
      { row: 'r0', ordinal: 2, value: null },
      { row: 'new1', ordinal: 2, value: 'b' },
      { row: 'new1', ordinal: 3, value: 2 },
    ],
    newRows: ['new1'],
    rect: { r0: 0, r1: 1, c0: 0, c1: 2 },
    pasted: 3,
    rejected: [],
    errorsSkipped: 5,
  })
})

test('a sheet after a paste is read without writing into it', () => {
  const sheet = new Sheet(new Y.Doc())
  sheet.write(['r0', 'r1'], [ORDER, 2, 3], (row, at) => [`V${row}`, `name ${row}`, row + 1][at] ?? null)
  const store = new ColumnStore(sheet)
  const after = new PastedColumns(
    store,
    [
      { row: 'r1', ordinal: 3, value: 20 },
      { row: 'new', ordinal: 3, value: 300 },
      { row: 'new', ordinal: 4, value: true },
    ],
    ['new'],
  )
  const slots = [...after.liveSlots()]
  expect(
    slots.map((slot) => [after.rowIds[slot], after.value(slot, 2), after.value(slot, 3), after.value(slot, 4)]),
  ).toEqual([
    ['r0', 'name 0', 1, null],
    ['r1', 'name 1', 20, null],
    ['new', null, 300, true],
  ])
  expect(slots.map((slot) => after.numbers(3)[slot])).toEqual([1, 20, 300])
  expect([...store.liveSlots()].map((slot) => store.value(slot, 3))).toEqual([1, 2])
})
