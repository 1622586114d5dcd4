import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import { compileTable } from '#formulas/plan/compileTable.ts'
import { contextOf } from '#formulas/testing/context.ts'
import type { Plan } from '#formulas/plan/Plan.ts'
import type { Field } from '#shared/fields/field.ts'
import { ColumnStore } from '../schema/ColumnStore.ts'
import { Sheet } from '../schema/Sheet.ts'
import { LiveComputation } from './LiveComputation.ts'
import { SheetEditing } from './SheetEditing.ts'

const field = (key: string, ordinal: number, type: Field['type']): Field => ({
  id: key,
  key,
  ordinal,
  name: key,
  type,
  unit: null,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})
const fields = [
  field('a', 2, 'number'),
  field('other', 3, 'text'),
  field('twice', 4, 'formula'),
  field('more', 5, 'formula'),
]

/** A plan by hand, counting the rows that it is asked for. */
function plan(input: string, compute: (value: number) => number, asked: { rows: number }): Plan {
  return {
    type: 'number',
    unit: null,
    inputs: [input],
    gathers: [],
    evaluate(columns, rows) {
      const slots = typeof rows === 'number' ? Uint32Array.from({ length: rows }, (_, i) => i) : rows
      asked.rows += slots.length
      const source = columns.numbers(input)
      const numbers = Float64Array.from(slots, (slot) => compute(source[slot] ?? Number.NaN))
      return {
        numbers,
        errors: Uint8Array.from(numbers, (value) => (Number.isNaN(value) ? FORMULA_ERRORS.missing : 0)),
      }
    },
  }
}

test('computes everything once, then only the rows that changed, through formulas that read formulas', () => {
  const sheet = new Sheet(new Y.Doc())
  const store = new ColumnStore(sheet)
  const editing = new SheetEditing({ columns: store, partOf: () => sheet, mayWrite: () => true })
  const ids = Array.from({ length: 100 }, (_, i) => `row${i}`)
  editing.apply({ newRows: { ids, place: 'end' }, writes: ids.map((row, i) => ({ row, ordinal: 2, value: i })) })
  const asked = { rows: 0 }
  const live = new LiveComputation(store, fields, {
    order: ['twice', 'more'],
    plans: new Map([
      ['more', plan('twice', (value) => value + 1, asked)],
      ['twice', plan('a', (value) => value * 2, asked)],
    ]),
  })
  expect([live.computed(7, 'twice'), live.computed(7, 'more'), live.total('more'), asked.rows]).toEqual([
    14,
    15,
    { sum: 10_000, count: 100, errors: 0 },
    200,
  ])

  editing.apply({ writes: [{ row: 'row7', ordinal: 2, value: 100 }] })
  expect([live.computed(7, 'more'), live.total('more')?.sum, asked.rows]).toEqual([201, 10_186, 202])

  editing.apply({ writes: [{ row: 'row7', ordinal: 3, value: 'unrelated' }] })
  expect([live.computed(7, 'more'), asked.rows]).toEqual([201, 202])

  editing.apply({ writes: [{ row: 'row7', ordinal: 2, value: null }] })
  expect([live.computed(7, 'more'), live.total('more')]).toEqual([
    { error: 'missing' },
    { sum: 9985, count: 99, errors: 1 },
  ])

  editing.apply({ deleteRows: ['row7'] })
  expect(live.total('more')).toEqual({ sum: 9985, count: 99, errors: 0 })

  editing.apply({ newRows: { ids: ['late'], place: 'end' }, writes: [{ row: 'late', ordinal: 2, value: 1 }] })
  expect([live.computed(store.slotOf('late') ?? -1, 'more'), live.computed(0, 'a')]).toEqual([3, null])
  expect(sheet.value('row7', 4)).toBeNull()
})

test('[DEP2] a change of one row changes what others gather of it, also when rows come, go and come back', () => {
  const sheet = new Sheet(new Y.Doc())
  const store = new ColumnStore(sheet)
  const editing = new SheetEditing({ columns: store, partOf: () => sheet, mayWrite: () => true })
  const ids = ['row0', 'row1', 'row2']
  const site = (row: string, value: string) => ({ row, ordinal: 3, value })
  editing.apply({
    newRows: { ids, place: 'end' },
    writes: [
      ...ids.map((row, i) => ({ row, ordinal: 2, value: i + 1 })),
      ...ids.map((row, i) => site(row, i < 2 ? 'a' : 'b')),
    ],
  })
  const gathering = [
    ...fields.slice(0, 2),
    { ...field('sum', 4, 'formula'), formula: 'sum_of(a, other == this.other)' },
    { ...field('twice', 5, 'formula'), formula: 'sum * 2' },
  ]
  const live = new LiveComputation(store, gathering, compileTable(gathering, contextOf(gathering)))
  const sums = () => ['row0', 'row1', 'row2'].map((row) => live.computed(store.slotOf(row) ?? -1, 'twice'))
  expect(sums()).toEqual([6, 6, 6])
  editing.apply({ writes: [{ row: 'row1', ordinal: 2, value: 10 }] })
  expect(sums()).toEqual([22, 22, 6])
  editing.apply({ writes: [site('row2', 'a')] })
  expect(sums()).toEqual([28, 28, 28])
  editing.apply({ deleteRows: ['row1'] })
  expect([sums()[0], sums()[2], live.total('sum')?.sum]).toEqual([8, 8, 8])
  editing.apply({
    newRows: { ids: ['late'], place: 'end' },
    writes: [{ row: 'late', ordinal: 2, value: 5 }, site('late', 'a')],
  })
  expect(sums()[0]).toBe(18)
})
