import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { orderKey, sheetOf, LANGUAGE } from '../testing/sheetOf.ts'
import type { RowView } from '../view/RowView.ts'
import { Folds } from './Folds.ts'
import { groupLabel } from './groupLabel.ts'
import { isGroupId } from './groupId.ts'

const WORDS = {
  ...LANGUAGE.words,
  emptyGroup: '(empty)',
  errorGroup: '(error)',
  groupRows: (count: number) => String(count),
}
const by = (...keys: string[]) => ({ groups: { keys, folds: new Folds() } })

type Made = ReturnType<typeof sheetOf>

/** What the grid shows: rows by their ids, heads as `level value count`, closed ones with a +. */
const shown = ({ model }: Made, view: RowView): string[] =>
  view.lines().map(({ id }) => {
    const head = view.groups.head(id)
    const label = head === null ? null : groupLabel(model, head, WORDS)
    return label === null ? id : `${label.isOpen ? '-' : '+'}${label.level} ${label.value} ${label.rows}`
  })
const headAt = (view: RowView, place: number): string => view.lines()[place]!.id

test('rows of a value stand together in the order in which the column sorts, errors behind them, empty ones last', () => {
  const made = sheetOf({
    a: ['x', 10, '2025-02', 'f1'],
    b: ['x', 2, null, 'f2'],
    c: ['y', 'ten', '2024-11', 'f1'],
    d: ['x', null, 'soon'],
    e: ['y', 2, '2025-02', 'f1'],
  })
  expect(shown(made, made.view(by('amount')))).toEqual([
    '-0 2 2',
    'b',
    'e',
    '-0 10 1',
    'a',
    '-0 (error) 1',
    'c',
    '-0 (empty) 1',
    'd',
  ])
  expect(shown(made, made.view(by('fuel')))).toEqual([
    '-0 Coal 1',
    'b',
    '-0 Natural gas 3',
    'a',
    'c',
    'e',
    '-0 (empty) 1',
    'd',
  ])
  expect(shown(made, made.view(by('month')))[0]).toBe('-0 Nov 2024 1')
  expect(shown(made, made.view({ ...by('amount'), sort: [{ key: 'amount', descending: true }] }))[0]).toBe('-0 10 1')
  expect(shown(made, made.view({ ...by('name'), sort: [{ key: 'amount', descending: false }] }))).toEqual([
    '-0 x 3',
    'b',
    'a',
    'd',
    '-0 y 2',
    'e',
    'c',
  ])
  expect(shown(made, made.view(by('twice')))[0]).toMatch(/^-0 4/)
})

test('groups lie within groups, with the totals of their rows, and close to their heads', () => {
  const made = sheetOf({
    a: ['x', 1, null, 'f1'],
    b: ['y', 2, null, 'f1'],
    c: ['x', 4, null, 'f2'],
    d: ['x', null, null, 'f1'],
  })
  const view = made.view(by('name', 'fuel'))
  const open = ['-0 x 3', '-1 Coal 1', 'c', '-1 Natural gas 2', 'a', 'd', '-0 y 1', '-1 Natural gas 1', 'b']
  expect(shown(made, view)).toEqual(open)
  expect(view.lines().map((_, place) => view.groups.numberAt(place))).toEqual([1, 1, 1, 2, 2, 3, 4, 4, 4])
  expect([0, 3].map((place) => view.summary('amount', headAt(view, place)))).toEqual([
    { count: 2, empty: 1, errors: 0, sum: 5, min: 1, max: 4 },
    { count: 1, empty: 1, errors: 0, sum: 1, min: 1, max: 1 },
  ])
  const [outer, inner] = [headAt(view, 0), headAt(view, 3)]
  view.groups.fold(inner, true)
  expect(shown(made, view)).toEqual(
    open
      .map((line) => line.replace('-1 Natural gas 2', '+1 Natural gas 2'))
      .filter((line) => line !== 'a' && line !== 'd'),
  )
  view.groups.fold(outer, true)
  expect(shown(made, view)).toEqual(['+0 x 3', '-0 y 1', '-1 Natural gas 1', 'b'])
  expect(view.rows()).toHaveLength(4)
  view.groups.open('d')
  expect(shown(made, view)).toEqual(open)
  view.groups.foldAll(true)
  expect(shown(made, view)).toEqual(['+0 x 3', '+0 y 1'])
  expect(view.groups.headsOf('a').map(({ id }) => id)).toEqual([outer, inner])
  expect(view.summary('amount', outer)?.sum).toBe(5)
})

test('an edited row stays in its group until that is applied; the totals follow at once', () => {
  const made = sheetOf({ a: ['x', 1], b: ['y', 2], c: ['x', 3] })
  const view = made.view(by('name'))
  made.write('c', 2, 'y')
  made.write('c', 3, 30)
  expect([shown(made, view), view.pending()]).toEqual([['-0 x 2', 'a', 'c', '-0 y 1', 'b'], 1])
  expect(view.summary('amount', headAt(view, 0))?.sum).toBe(31)
  view.apply()
  expect([shown(made, view), view.pending()]).toEqual([['-0 x 1', 'a', '-0 y 2', 'b', 'c'], 0])
  made.write('b', DELETED, true)
  made.write('a', DELETED, true)
  expect(shown(made, view)).toEqual(['-0 y 1', 'c'])
})

test('a new row stands at the end of the group of its values, and a new value makes a group', () => {
  const made = sheetOf({ a: ['x', 1], b: ['y', 2] })
  const view = made.view(by('name'))
  expect(view.groups.valuesAt('a')).toEqual(new Map([['name', 'x']]))
  expect(view.groups.valuesAt(headAt(view, 2))).toEqual(new Map([['name', 'y']]))
  const add = (id: string, place: number, name: string | null): void => {
    made.sheet.write([id], [ORDER, 2], (_, column) => (column === 0 ? orderKey(place) : name))
    made.model.flush()
  }
  add('n', 8, 'x')
  add('m', 9, null)
  expect([shown(made, view), view.pending()]).toEqual([['-0 x 2', 'a', 'n', '-0 y 1', 'b', '-0 (empty) 1', 'm'], 0])
  add('o', 10, 'aaa')
  expect([shown(made, view).slice(-2), view.pending()]).toEqual([['-0 aaa 1', 'o'], 1])
})

test('however rows are edited: no row leaves its group before it is applied, and nothing is pending exactly when nothing would', () => {
  const value = fc.option(fc.constantFrom(1, 2, 3, 'x'), { nil: null })
  const rows = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 7 })
  const edits = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.constantFrom(2, 3), value), { maxLength: 8 })
  const keys = fc.constantFrom(['amount'], ['name', 'amount'], ['amount', 'name'])
  fc.assert(
    fc.property(rows, edits, keys, fc.boolean(), (cells, changes, columns, isSorted) => {
      const ids = cells.map((_, i) => String.fromCharCode(97 + i))
      const made = sheetOf(
        Object.fromEntries(ids.map((id, i) => [id, [cells[i]![0]?.toString() ?? null, cells[i]![1]]])),
      )
      const criteria = { ...by(...columns), sort: isSorted ? [{ key: 'amount', descending: true }] : [] }
      const view = made.view(criteria)
      const before = shown(made, view)
      expect(
        view
          .lines()
          .filter(({ id }) => !isGroupId(id))
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids)
      for (const [i, ordinal, to] of changes) {
        if (ids[i] !== undefined) {
          made.write(ids[i], ordinal, ordinal === 2 ? (to?.toString() ?? null) : to)
        }
      }
      expect(shown(made, view)).toEqual(before)
      const wanted = shown(made, made.view(criteria))
      const isInPlace = JSON.stringify(before) === JSON.stringify(wanted)
      expect(view.pending() === 0).toBe(isInPlace)
      view.apply()
      expect(shown(made, view)).toEqual(wanted)
    }),
  )
})
