import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainField } from '#shared/testing/plainField.ts'
import type { Rect } from '../Selection.ts'
import { draggedTo } from './dragged.ts'
import { neighbourEnd } from './neighbourEnd.ts'
import { planFill, type FillPlan } from './planFill.ts'

const FIELDS = [plainField('name', 2, 'text'), plainField('amount', 3, 'number'), plainField('more', 4, 'number')]
const RESULT = plainField('result', 5, 'formula')
const rect = (r0: number, r1: number, c0: number, c1: number): Rect => ({ r0, r1, c0, c1 })

/** A sheet of rows a, b, c…; `locked`: a field that may not be written; `head`: where the head of a group stands. */
function fill(cells: CellValue[][], from: Rect, to: Rect, { isCopy = false, locked = '', head = -1 } = {}): FillPlan {
  const columns = [...FIELDS, RESULT]
  return planFill(
    { from, to, isCopy },
    {
      rowAt: (index) => (index < 8 && index !== head ? 'abcdefgh'[index]! : null),
      columns,
      value: (row, key) => cells['abcdefgh'.indexOf(row)]?.[columns.findIndex((one) => one.key === key)] ?? null,
      isWritable: ({ key }) => key !== locked,
    },
  )
}
const written = ({ writes }: FillPlan): string[] =>
  writes.map(({ row, ordinal, value }) => `${row}${ordinal}=${String(value)}`)

test('down: each column goes on by itself, and what may not be written is skipped and counted', () => {
  const cells = [
    ['Kiln 1', 10, 1],
    ['Kiln 2', 20, 2],
  ]
  const plan = fill(cells, rect(0, 1, 0, 3), rect(2, 3, 0, 3), { locked: 'more' })
  expect(written(plan)).toEqual(['c2=Kiln 3', 'd2=Kiln 4', 'c3=30', 'd3=40'])
  expect([plan.errors, plan.skipped]).toEqual([0, 4])
})

test('up and across, away from the range in both directions', () => {
  const cells = [[], [], ['Kiln 5', 10, 20]]
  expect(written(fill(cells, rect(2, 2, 0, 0), rect(0, 1, 0, 0)))).toEqual(['b2=Kiln 4', 'a2=Kiln 3'])
  expect(written(fill(cells, rect(2, 2, 1, 1), rect(2, 2, 2, 2)))).toEqual(['c4=10'])
  expect(written(fill(cells, rect(2, 2, 2, 2), rect(2, 2, 0, 1)))).toEqual(['c3=20', 'c2=20'])
})

test('across, a value takes the type of the field that it comes to, and what does not fit there shows its error', () => {
  const plan = fill([['12 kilns']], rect(0, 0, 0, 0), rect(0, 0, 1, 2), { isCopy: true })
  expect([written(plan), plan.errors]).toEqual([['a3=12 kilns', 'a4=12 kilns'], 2])
})

test('the handle fills on the axis on which it is farther, and back into the range it clears what it leaves', () => {
  const from = rect(2, 4, 1, 2)
  expect(draggedTo(from, { r: 7, c: 3 })).toEqual({ kind: 'fill', rect: rect(5, 7, 1, 2) })
  expect(draggedTo(from, { r: 5, c: 5 })).toEqual({ kind: 'fill', rect: rect(2, 4, 3, 5) })
  expect(draggedTo(from, { r: 0, c: 1 })).toEqual({ kind: 'fill', rect: rect(0, 1, 1, 2) })
  expect(draggedTo(from, { r: 3, c: 0 })).toEqual({ kind: 'fill', rect: rect(2, 4, 0, 0) })
  expect(draggedTo(from, { r: 3, c: 2 })).toEqual({ kind: 'clear', rect: rect(4, 4, 1, 2) })
  expect(draggedTo(from, { r: 4, c: 1 })).toEqual({ kind: 'clear', rect: rect(2, 4, 2, 2) })
  expect(draggedTo(from, { r: 4, c: 2 })).toBe(null)
})

test('a double click goes as far as the column before has values, or else the one behind', () => {
  const isFilled = (r: number, c: number): boolean => (c === 0 && r < 6) || (c === 2 && r < 9)
  expect(neighbourEnd(rect(1, 2, 1, 1), isFilled)).toBe(5)
  expect(neighbourEnd(rect(6, 6, 1, 1), isFilled)).toBe(8)
  expect(neighbourEnd(rect(1, 1, 4, 4), isFilled)).toBe(null)
})

test('the head of a group between the rows is no step of a series', () => {
  const cells = [[null, 10], [null, 20], [], [null, 1]]
  expect(written(fill(cells, rect(0, 1, 1, 1), rect(2, 4, 1, 1), { head: 2 }))).toEqual(['d3=30', 'e3=40'])
  expect(written(fill(cells, rect(1, 3, 1, 1), rect(1, 3, 2, 2), { head: 2, isCopy: true }))).toEqual(['b4=20', 'd4=1'])
})
