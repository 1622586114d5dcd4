import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import type { ColumnFilter } from '#client/grid/view/viewState.ts'
import { en } from '../words/en.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { draftOf, filterOfDraft } from './filterDraft.ts'
import { filterText } from './filterText.ts'

const t: SheetTranslate = (key, values = {}) => {
  const words: Readonly<Record<string, string>> = en
  return (words[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
}
const WORDS = { months: en.months.split(' '), yes: 'Yes', no: 'No' }

const field = (type: Field['type']): Field => ({
  id: 'f',
  key: 'f',
  ordinal: 3,
  name: 'Field',
  type,
  unit: null,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})
const COUNTS = { values: ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value, count: 1 })), empty: 1, errors: 1 }
const list = (values: string[], except: boolean, rest = false): ColumnFilter => ({
  test: { kind: 'values', values, except },
  empty: rest,
  errors: rest,
})

test('a list without a filter has everything chosen, and that is no filter', () => {
  const draft = draftOf(null, 'values', COUNTS)
  expect([...draft.chosen]).toEqual(['a', 'b', 'c', 'd'])
  expect(filterOfDraft(field('option'), draft, COUNTS).filter).toBeNull()
})

test('a list names what passes or what does not, whichever is shorter, and is the same when it is opened again', () => {
  const of = (chosen: string[], rest: boolean) =>
    filterOfDraft(
      field('option'),
      { ...draftOf(null, 'values', COUNTS), chosen: new Set(chosen), empty: rest, errors: rest },
      COUNTS,
    ).filter
  expect(of(['a'], false)).toEqual(list(['a'], false))
  expect(of(['a', 'b', 'c'], true)).toEqual(list(['d'], true, true))
  expect(of([], true)).toEqual({ test: null, empty: true, errors: true })
  for (const filter of [of(['a'], false), of(['a', 'b', 'c'], true), of([], true), of(['a', 'b', 'c', 'd'], false)]) {
    expect(filterOfDraft(field('option'), draftOf(filter, 'values', COUNTS), COUNTS).filter).toEqual(filter)
  }
})

test('the ends of a range are read as people write them, and what cannot be read is told', () => {
  const range = (type: Field['type'], from: string, to: string) =>
    filterOfDraft(field(type), { ...draftOf(null, 'range', COUNTS), from, to }, COUNTS)
  expect(range('number', '1,000', '').filter?.test).toEqual({ kind: 'range', from: 1000, to: null })
  expect(range('month', 'Mar 2025', '2025-12').filter?.test).toEqual({ kind: 'range', from: '2025-03', to: '2025-12' })
  expect(range('date', '31/03/2025', '').filter?.test).toEqual({ kind: 'range', from: '2025-03-31', to: null })
  expect(range('number', 'ten', '5').problems).toEqual(['from'])
  expect(range('number', '', '').filter).toBeNull()
})

test('a chip says in words what passes', () => {
  const said = (type: Field['type'], filter: ColumnFilter): string => filterText(field(type), filter, WORDS, t)
  const range = (from: string | number | null, to: string | number | null): ColumnFilter => ({
    test: { kind: 'range', from, to },
    empty: false,
    errors: false,
  })
  expect(said('text', list(['a', 'b', 'c'], false))).toBe('Field: a, b and 1 more')
  expect(said('option', list(['a'], true, true))).toBe('Field: all but a')
  expect(said('option', list(['a'], true))).toBe('Field: all but a, Empty and 1 more')
  expect(said('number', range(1000, null))).toBe('Field: from 1\u00a0000')
  expect(said('month', range('2025-01', '2025-03'))).toBe('Field: Jan 2025 to Mar 2025')
  expect(said('number', { test: null, empty: true, errors: true })).toBe('Field: Empty, With errors')
  expect(said('text', { test: { kind: 'contains', text: 'kiln' }, empty: false, errors: false })).toBe(
    'Field: contains “kiln”',
  )
})
