import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { until } from '#shared/testing/until.ts'
import { Folds } from '../groups/Folds.ts'
import { EVERYTHING, LANGUAGE, orderKey, sheetOf, type Rows } from '../testing/sheetOf.ts'
import { outOfPlace } from './outOfPlace.ts'
import { type RowCriteria, RowView } from './RowView.ts'
import { countValues } from './valueCounts.ts'
import type { ColumnFilter, FilterTest } from './viewState.ts'

const idsOf = (view: RowView): string =>
  view
    .rows()
    .map(({ id }) => id)
    .join('')
const by = (key: string, descending = false) => ({ sort: [{ key, descending }] })
const only = (key: string, test: FilterTest | null, more: Partial<ColumnFilter> = {}) => ({
  filters: new Map([[key, { test, empty: false, errors: false, ...more }]]),
})
const sorted = (rows: Rows, key: string): [string, string] => {
  const { view } = sheetOf(rows)
  return [idsOf(view(by(key))), idsOf(view(by(key, true)))]
}

test('numbers are sorted as numbers, errors behind them, empty cells last, in both directions', () => {
  const rows = { a: [null, 10], b: [null, 'ten'], c: [], d: [null, -3], e: [null, 9] }
  expect(sorted(rows, 'amount')).toEqual(['deabc', 'aedbc'])
  expect(sorted(rows, 'twice')).toEqual(['deabc', 'aedbc'])
})

test('text is sorted as people do, with numbers inside it as numbers', () => {
  expect(sorted({ a: ['item 10'], b: ['Item 9'], c: [], d: ['äpfel'], e: ['zebra'] }, 'name')).toEqual([
    'dbaec',
    'eabdc',
  ])
})

test('months and dates are sorted by time, options by label, no before yes; what does not fit stands behind', () => {
  expect(sorted({ a: [null, null, '2025-02'], b: [null, null, 'soon'], c: [null, null, '2024-11'] }, 'month')).toEqual([
    'cab',
    'acb',
  ])
  expect(
    sorted({ a: [null, null, null, 'f1'], b: [null, null, null, 'f2'], c: [null, null, null, '?'] }, 'fuel'),
  ).toEqual(['bac', 'abc'])
  expect(sorted({ a: [null, null, null, null, true], b: [], c: [null, null, null, null, false] }, 'done')).toEqual([
    'cab',
    'acb',
  ])
  const day = (date: string) => [null, null, null, null, null, date]
  expect(sorted({ a: day('2025-10-02'), b: day('2025-09-30'), c: day('x') }, 'day')).toEqual(['bac', 'abc'])
})

test('rows that are alike keep their order, and a further column decides between them', () => {
  const { view } = sheetOf({ a: ['x', 2], b: ['y', 2], c: ['x', 1], d: ['X', 2] })
  expect(idsOf(view(by('amount')))).toBe('cabd')
  const sort = [
    { key: 'amount', descending: true },
    { key: 'name', descending: true },
  ]
  expect(idsOf(view({ sort }))).toBe('bdac')
})

test('filters: values, all but some, ranges, contained text, empty cells and errors', () => {
  const { view } = sheetOf({
    a: ['Kiln 1', 10, '2025-01', 'f1', true],
    b: ['kiln 2', 'ten', '2025-03', 'f2', false],
    c: ['Boiler', 30, 'soon', '?', null],
    d: [null, null, null, null, null],
  })
  const shown = (criteria: Partial<RowCriteria>): string => idsOf(view(criteria))
  const values = (...list: string[]): FilterTest => ({ kind: 'values', values: list, except: false })
  expect(shown(only('fuel', values('f2')))).toBe('b')
  expect(shown(only('fuel', values('f2'), { empty: true, errors: true }))).toBe('bcd')
  expect(shown(only('fuel', { kind: 'values', values: ['f2'], except: true }))).toBe('a')
  expect(shown(only('done', values('false')))).toBe('b')
  expect(shown(only('name', { kind: 'contains', text: 'KILN' }))).toBe('ab')
  expect(shown(only('amount', { kind: 'range', from: 10, to: null }))).toBe('ac')
  expect(shown(only('amount', null, { errors: true }))).toBe('b')
  expect(shown(only('amount', null, { empty: true }))).toBe('d')
  expect(shown(only('twice', null, { errors: true }))).toBe('bd')
  expect(shown(only('month', { kind: 'range', from: '2025-02', to: '2025-12' }))).toBe('b')
  expect(shown(only('gone', values('f2')))).toBe('abcd')
})

test('a list passes when one of its choices does, and is counted under each; what names no choice is an error', () => {
  const list = (...ids: string[]) => [null, null, null, null, null, null, ids]
  const { model, view } = sheetOf({
    a: list('f1'),
    b: list('f2', 'f1'),
    c: list('f2', 'peat'),
    d: list('peat'),
    e: [null, null, null, null, null, null, 'peat; f9'],
    f: list(),
  })
  const shown = (test: FilterTest | null, more: Partial<ColumnFilter> = {}): string =>
    idsOf(view(only('streams', test, more)))
  const values = (list: string[], except = false): FilterTest => ({ kind: 'values', values: list, except })
  expect(shown(values(['f1']))).toBe('ab')
  expect(shown(values(['f1'], true))).toBe('bc')
  expect(shown({ kind: 'contains', text: 'coal' })).toBe('bc')
  expect(shown(null, { errors: true })).toBe('cde')
  expect(shown(null, { empty: true })).toBe('f')
  expect(idsOf(view(by('streams')))).toBe('bcadef')
  expect(idsOf(view({ search: { text: 'peat', keys: ['streams'] } }))).toBe('cde')
  expect(countValues(model, model.field('streams')!, model.store.liveSlots(), LANGUAGE)).toEqual({
    values: [
      { value: 'f2', label: 'Coal', count: 2 },
      { value: 'f1', label: 'Natural gas', count: 2 },
      { value: 'peat', label: 'peat', count: 1 },
    ],
    empty: 1,
    errors: 3,
  })
})

test('of a column of files the cells are told apart by how many they hold', () => {
  const files = (count: number): CellValue[] => [
    ...Array.from({ length: 7 }, () => null),
    Array.from({ length: count }, () => crypto.randomUUID()),
  ]
  const { model } = sheetOf({ a: files(3), b: files(1), c: files(3), d: [] })
  expect(countValues(model, model.field('files')!, model.store.liveSlots(), LANGUAGE)).toEqual({
    values: [
      { value: '1', label: '1 file', count: 1 },
      { value: '3', label: '3 files', count: 2 },
    ],
    empty: 1,
    errors: 0,
  })
})

test('a text contained in an option is looked for in its label', () => {
  const { view } = sheetOf({ a: [null, null, null, 'f1'], b: [null, null, null, 'f2'] })
  expect(idsOf(view(only('fuel', { kind: 'contains', text: 'gas' })))).toBe('a')
})

test('the search finds what cells show: labels, month names, numbers with and without their groups', () => {
  const { view, model } = sheetOf({
    a: ['Kiln 1', 1_234_567, '2025-03', 'f2'],
    b: ['Boiler', 5, '2024-12', 'f1', true],
    c: [null, 'one of 5'],
  })
  const keys = model.fields.map(({ key }) => key)
  const found = (text: string, among = keys): string => idsOf(view({ search: { text, keys: among } }))
  expect(
    ['coal', 'mar 2025', '1 234', '1,234', '2469134', '١٢٣٤', 'yes', 'one of', 'nowhere'].map((text) => found(text)),
  ).toEqual(['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c', ''])
  expect(found('coal', ['name'])).toBe('')
})

test('a row neither moves nor vanishes while it is edited, until sort and filter are applied', () => {
  const { view, write } = sheetOf({ a: ['x', 1], b: ['x', 2], c: ['x', 3], d: ['y', 4] })
  const rows = view({ ...by('amount'), ...only('name', { kind: 'contains', text: 'x' }) })
  expect([idsOf(rows), rows.pending()]).toEqual(['abc', 0])
  write('a', 3, 9)
  expect([idsOf(rows), rows.pending()]).toEqual(['abc', 1])
  write('b', 2, 'z')
  write('d', 2, 'xx')
  expect([idsOf(rows), rows.pending()]).toEqual(['abc', 3])
  write('a', 3, 1)
  expect([idsOf(rows), rows.pending()]).toEqual(['abc', 2])
  write('c', 3, 2.5)
  expect(rows.pending()).toBe(2)
  rows.apply()
  expect([idsOf(rows), rows.pending()]).toEqual(['acd', 0])
})

test('new rows stand at the end until then, deleted ones go at once and come back to their place', () => {
  const { view, sheet, model, write } = sheetOf({ a: ['x', 1], b: ['x', 2], c: ['x', 3] })
  const rows = view(by('amount', true))
  sheet.write(['n'], [ORDER, 3], (_, column) => (column === 0 ? orderKey(0) : 7))
  model.flush()
  expect([idsOf(rows), rows.pending()]).toEqual(['cban', 1])
  write('b', DELETED, true)
  expect([idsOf(rows), rows.pending()]).toEqual(['can', 1])
  write('b', DELETED, null)
  expect(idsOf(rows)).toBe('cban')
  rows.apply()
  expect([idsOf(rows), rows.pending()]).toEqual(['ncba', 0])
})

test('in a large sheet many edits are counted behind them, and again when more come meanwhile', async () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `r${i}`)
  const { view, sheet, model, write } = sheetOf(Object.fromEntries(ids.map((id, i) => [id, ['x', i]])))
  const rows = view(by('amount'))
  const write300 = (first: number): void => {
    sheet.write(ids.slice(first, first + 300), [3], () => 5000)
    model.flush()
  }
  write300(100)
  expect(rows.pending()).toBe(0)
  await until(() => expect(rows.pending()).toBe(300))
  write300(1000)
  const told = new Promise((resolve) => setTimeout(resolve))
  write(ids[2000]!, 3, 6000)
  await told
  write(ids[2001]!, 3, 6000)
  await until(() => expect(rows.pending()).toBe(602))
  rows.apply()
  expect([rows.pending(), rows.rows().at(-1)?.id]).toEqual([0, ids[2001]])
})

test('without sort and filter the rows of the sheet are shown as they are', () => {
  const { view, sheet, model } = sheetOf({ a: ['x', 1], b: ['x', 2] })
  const rows = view({})
  sheet.write(['n'], [ORDER], () => orderKey(0))
  model.flush()
  expect([idsOf(rows), rows.pending()]).toEqual(['nab', 0])
})

test('totals are those of the rows on display, as they are now; what has no value is counted, never as zero', () => {
  const { view, write } = sheetOf({
    a: ['x', 1, '2025-03'],
    b: ['y', 2, '2025-01'],
    c: ['x', 3],
    d: ['x', 'ten', 'soon'],
  })
  const none = { sum: 0, min: null, max: null }
  expect(view({}).summary('twice')).toEqual({ count: 3, empty: 0, errors: 1, sum: 12, min: 2, max: 6 })
  const rows = view(only('name', { kind: 'contains', text: 'x' }))
  expect(rows.summary('amount')).toEqual({ count: 2, empty: 0, errors: 1, sum: 4, min: 1, max: 3 })
  expect(rows.summary('month')).toEqual({ ...none, count: 1, empty: 1, errors: 1, min: '2025-03', max: '2025-03' })
  expect(rows.summary('name')).toEqual({ ...none, count: 3, empty: 0, errors: 0 })
  write('c', 3, 30)
  write('b', 3, 1000)
  expect([rows.summary('amount')?.sum, rows.summary('twice')?.sum]).toEqual([31, 62])
  write('c', DELETED, true)
  expect(rows.summary('amount')).toMatchObject({ count: 1, sum: 1 })
  expect(view(only('name', { kind: 'contains', text: '?' })).summary('twice')).toEqual({
    ...none,
    count: 0,
    empty: 0,
    errors: 0,
  })
  expect(rows.summary('nothing')).toBeNull()
})

test('a filter offers the values of the rows that pass the other filters, with their numbers', () => {
  const { view, model } = sheetOf({
    a: ['x', 1, null, 'f1'],
    b: ['y', 2, null, 'f2'],
    c: ['x', 3, null, 'f1'],
    d: ['x', 3, null, '?'],
    e: ['x', 3],
  })
  const filters = new Map([
    ['name', { test: { kind: 'contains', text: 'x' }, empty: false, errors: false }],
    ['fuel', { test: null, empty: true, errors: false }],
  ] as const)
  expect(countValues(model, model.field('fuel')!, view({ filters }).candidates('fuel'), LANGUAGE)).toEqual({
    values: [{ value: 'f1', label: 'Natural gas', count: 2 }],
    empty: 1,
    errors: 1,
  })
})

const cell = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 5 }), fc.constantFrom('text', 'other'))
const someRows = fc.array(cell, { maxLength: 12 })

test('however rows are edited: nothing moves before it is applied, and nothing is pending exactly when nothing would', () => {
  const edits = fc.array(fc.tuple(fc.nat({ max: 11 }), cell), { maxLength: 12 })
  fc.assert(
    fc.property(someRows, edits, fc.boolean(), fc.boolean(), (amounts, changes, descending, isFiltered) => {
      const ids = amounts.map((_, i) => String.fromCharCode(97 + i))
      const { view, write } = sheetOf(Object.fromEntries(ids.map((id, i) => [id, [null, amounts[i]!]])))
      const range = only('amount', { kind: 'range', from: 2, to: null }, { empty: true })
      const criteria = { ...by('amount', descending), ...(isFiltered ? range : {}) }
      const rows = view(criteria)
      const before = idsOf(rows)
      for (const [i, value] of changes) {
        if (ids[i] !== undefined) {
          write(ids[i], 3, value)
        }
      }
      expect(idsOf(rows)).toBe(before)
      const wanted = idsOf(view(criteria))
      expect(rows.pending() === 0).toBe(before === wanted)
      rows.apply()
      expect(idsOf(rows)).toBe(wanted)
    }),
  )
})

test('as few as can be are out of place: the rest ascends, and nothing more could stay', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 8 }), (places) => {
      const moving = new Set(outOfPlace(Uint32Array.from(places)))
      const rest = places.filter((_, i) => !moving.has(i))
      expect(rest).toEqual(rest.toSorted((a, b) => a - b))
      const subsets = Array.from({ length: 2 ** places.length }, (_, bits) => places.filter((_, i) => (bits >> i) & 1))
      const longest = Math.max(
        ...subsets.map((set) => (set.every((one, i) => i === 0 || set[i - 1]! < one) ? set.length : 0)),
      )
      expect(rest.length).toBe(longest)
    }),
    { numRuns: 50 },
  )
})

test('values that break a rule of their column are among the errors', () => {
  const { model, write, view } = sheetOf({ a: [], b: [], c: [], d: [] })
  write('a', 9, 5)
  write('b', 9, 11)
  write('c', 9, 5)
  write('d', 9, 7)
  const errors: ColumnFilter = { test: null, empty: false, errors: true }
  const all = view({})
  expect(countValues(model, model.field('limited')!, model.store.liveSlots(), LANGUAGE).errors).toBe(3)
  expect(all.rows()).toHaveLength(4)
  const found = view({ filters: new Map([['limited', errors]]) })
  expect(found.rows().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('rows that are named may pass, no others; a row that comes stands at the end all the same', () => {
  const { view, sheet, model } = sheetOf({ a: ['x', 1], b: ['x', 2], c: ['y', 3] })
  const rows = view({ only: new Set(['c', 'b', 'gone']), ...by('amount', true) })
  expect([idsOf(rows), rows.isPlain, rows.pending()]).toEqual(['cb', false, 0])
  sheet.write(['n'], [ORDER], () => orderKey(9))
  model.flush()
  expect(idsOf(rows)).toBe('cbn')
  expect(idsOf(view({ only: new Set() }))).toBe('')
})

test('made in steps it shows the rows that it shows when it is made at once, also of what changes in between', () => {
  const { model, view, write } = sheetOf({ a: ['x', 2], b: ['y', 3], c: ['x', 1], d: ['z', 2] })
  for (const criteria of [
    by('amount'),
    only('amount', { kind: 'range', from: 2, to: null }),
    { groups: { keys: ['name'], folds: new Folds() } },
  ]) {
    const full: RowCriteria = { ...EVERYTHING, ...criteria }
    const steps = RowView.inSteps(model, full, LANGUAGE)
    let [taken, step] = [0, steps.next()]
    for (; step.done !== true; step = steps.next()) {
      taken++
    }
    expect([taken > 1, idsOf(step.value), step.value.lines().length]).toEqual([
      true,
      idsOf(view(criteria)),
      view(criteria).lines().length,
    ])
  }
  const late = RowView.inSteps(model, { ...EVERYTHING, ...by('amount') }, LANGUAGE)
  late.next()
  write('b', DELETED, true)
  const made = lastOf(late)
  made.follow()
  expect(idsOf(made)).toBe('cad')
})

function lastOf<T>(steps: Generator<void, T>): T {
  let step = steps.next()
  while (step.done !== true) {
    step = steps.next()
  }
  return step.value
}
