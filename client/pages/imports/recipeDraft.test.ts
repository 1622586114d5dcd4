import { expect, test } from 'vitest'
import type { FileColumn, ImportRecipe, ImportRowReply } from '#shared/api/imports.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { fixesBody, withFix } from './fixes.ts'
import { rejectedCsv } from './rejectedCsv.ts'
import { firstDraft, missingFields, questionsOf, withColumn, withMatch, withPlace, withTarget } from './recipeDraft.ts'
import { unitsLike } from './unitsLike.ts'

const field = (id: string, { type = 'text', ...more }: Partial<FieldReply> = {}): FieldReply =>
  plainFieldReply(id, 2, type, { name: id.toUpperCase(), ...more })

const SITE = field('site', { type: 'option', role: 'site', required: true })
const MONTH = field('month', { type: 'month', role: 'month' })
const QUANTITY = field('quantity', { type: 'number', unit: 'kWh', required: true })
const METER = field('meter', { validation: { ...field('x').validation, unique: true } })
const FIELDS = [SITE, MONTH, QUANTITY, METER]

const column = (number: number, more: Partial<FileColumn> = {}): FileColumn => ({
  column: number,
  title: `Column ${number}`,
  samples: [],
  filled: 1,
  decimals: null,
  decimal_samples: [],
  dates: null,
  date_samples: [],
  guess: null,
  ...more,
})

const EMPTY: ImportRecipe = {
  sheet: 'Sheet1',
  header_row: 1,
  columns: [],
  match: 'none',
  key_fields: [],
  empty: 'keep',
  unknown: 'reject',
  guarded: false,
}

const mapped = (...targets: string[]): ImportRecipe =>
  targets.reduce((recipe, target, at) => withTarget(recipe, at + 1, target), EMPTY)

const targetsOf = ({ columns }: ImportRecipe): (string | number)[][] =>
  columns.map(({ column: number, target }) => [number, target])

test('a recipe without columns gets those that headings name, each field once; one with columns stays', () => {
  const columns = [
    column(1, { guess: { target: 'row_id', by: 'same' } }),
    column(2, { guess: { target: 'site', by: 'name' } }),
    column(3, { guess: { target: 'site', by: 'name' } }),
    column(4),
  ]
  const draft = firstDraft({ recipe: EMPTY, columns })!
  expect([targetsOf(draft), draft.match]).toEqual([
    [
      [1, 'row_id'],
      [2, 'site'],
    ],
    'row_id',
  ])
  expect(firstDraft({ recipe: mapped('month'), columns })).toEqual(mapped('month'))
})

test('a field has one column: another one takes it away, and what rows were found by goes with it', () => {
  const keyed = withMatch(mapped('site', 'month'), 'fields', FIELDS)
  expect(keyed.key_fields).toEqual(['site', 'month'])
  expect(targetsOf(withTarget(keyed, 3, 'site'))).toEqual([
    [2, 'month'],
    [3, 'site'],
  ])
  const without = withTarget(withTarget(keyed, 1, null), 2, null)
  expect([without.key_fields, without.match]).toEqual([[], 'none'])
})

test('rows are found by a unique field where there is one, else by site and month', () => {
  expect(withMatch(mapped('site', 'meter', 'month'), 'fields', FIELDS).key_fields).toEqual(['meter'])
  expect(withMatch(mapped('quantity', 'month'), 'fields', FIELDS).key_fields).toEqual(['month'])
  expect(withMatch(withMatch(mapped('meter'), 'fields', FIELDS), 'none', FIELDS).key_fields).toEqual([])
})

test('only open columns that go into numbers and dates are asked about, and stay to be changed when answered', () => {
  const columns = [
    column(1, { decimals: 'open' }),
    column(2, { decimals: 'open', dates: 'open' }),
    column(3, { dates: 'open' }),
  ]
  const recipe = mapped('meter', 'quantity', 'month')
  const asked = (now: ImportRecipe) =>
    questionsOf(now, columns, FIELDS).map((question) => [question.kind, question.column.column, question.answer])
  expect(asked(recipe)).toEqual([
    ['decimals', 2, null],
    ['dates', 3, null],
  ])
  const answered = withColumn(withColumn(recipe, 2, { decimals: 'comma' }), 3, { dates: 'day_first' })
  expect(asked(answered)).toEqual([
    ['decimals', 2, 'comma'],
    ['dates', 3, 'day_first'],
  ])
})

test('fields that must be filled and have no column are named; another sheet of the file begins anew', () => {
  expect(missingFields(mapped('site', 'month'), FIELDS)).toEqual([QUANTITY])
  expect(withPlace(withMatch(mapped('site'), 'fields', FIELDS), { sheet: 'Other', header_row: 3 })).toEqual({
    ...EMPTY,
    sheet: 'Other',
    header_row: 3,
  })
})

test('units of the same kind are offered, and none for what is no unit', () => {
  expect(unitsLike('kWh')).toEqual(expect.arrayContaining(['MWh', 'GJ']))
  expect(unitsLike('kWh')).not.toContain('kWh')
  expect(unitsLike('kWh')).not.toContain('kg')
  expect(unitsLike('no unit at all')).toEqual([])
})

const rejected = (row: number, cells: ImportRowReply['cells']): ImportRowReply => ({
  row,
  state: 'rejected',
  is_written: false,
  row_id: null,
  cells,
  values: {},
  before: {},
  labels: {},
  reasons: [],
})

test('mended cells are sent as texts, an emptied one as nothing, and one that is as before not at all', () => {
  const row = rejected(7, { '1': 'Lyn', '2': 12 })
  const one = withFix(withFix(new Map(), row, 1, 'Lyon'), row, 2, '')
  expect(fixesBody(one)).toEqual({ rows: [{ row: 7, cells: { '1': 'Lyon', '2': null } }] })
  expect(fixesBody(withFix(withFix(one, row, 1, 'Lyn'), row, 2, '12'))).toEqual({ rows: [] })
})

test('rejected rows are saved as CSV that begins no formula, with what is wrong behind each', () => {
  const rows = [rejected(2, { '1': '=1+1', '3': -2.5 }), rejected(3, { '1': 'a "b", c', '3': null })]
  const text = rejectedCsv(rows, [column(1), column(3, { title: null })], {
    problems: 'What is wrong',
    problemText: ({ row }) => `wrong ${row}`,
  })
  expect(text).toBe('\uFEFFColumn 1,,What is wrong\r\n\'=1+1,-2.5,wrong 2\r\n"a ""b"", c",,wrong 3\r\n')
})
