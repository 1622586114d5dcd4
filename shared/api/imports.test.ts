import { expect, test } from 'vitest'
import {
  CommitImportBody,
  FixImportRowsBody,
  FixImportRowsReply,
  ImportBody,
  ImportReply,
  ImportRowsQuery,
  ImportRowsReply,
  ImportsQuery,
  ImportsReply,
  KeptCellsReply,
  NewImportQuery,
} from './imports.ts'

const FIELD = '0190a000-0000-7000-8000-000000000001'
const recipe = { sheet: 'Fuel', header_row: 1, columns: [{ column: 1, target: FIELD }], match: 'none' }

test('what a recipe does not say is the careful choice', () => {
  expect(ImportBody.parse({ recipe }).recipe).toEqual({
    ...recipe,
    columns: [{ column: 1, target: FIELD, unit: null, decimals: null, dates: null }],
    key_fields: [],
    empty: 'keep',
    unknown: 'reject',
    guarded: false,
  })
})

test('all problems of a recipe are told at once', () => {
  const wrong = { ...recipe, header_row: -1, columns: [{ column: 0, target: 'row' }], match: 'name', more: 1 }
  const { error } = ImportBody.safeParse({ recipe: wrong })
  expect(new Set(error?.issues.map(({ path }) => path.join('.')))).toEqual(
    new Set(['recipe.header_row', 'recipe.columns.0.column', 'recipe.columns.0.target', 'recipe.match', 'recipe']),
  )
})

test('cells are mended by the number of their column', () => {
  const rows = (cells: object) => FixImportRowsBody.safeParse({ rows: [{ row: 2, cells }] }).success
  expect([rows({ 1: '5', 12: null }), rows({ 0: '5' }), rows({ a: '5' }), rows({ 1: 5 })]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('every contract has a schema that documents itself', () => {
  const contracts = [CommitImportBody, FixImportRowsReply, ImportReply, ImportRowsQuery, ImportRowsReply]
  const more = [ImportsQuery, ImportsReply, KeptCellsReply, NewImportQuery]
  expect([...contracts, ...more].map((one) => one.toJSONSchema({ io: 'input' }).type)).toEqual(
    Array.from({ length: 9 }, () => 'object'),
  )
})
