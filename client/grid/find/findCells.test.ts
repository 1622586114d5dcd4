import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { findCells, replacedText, type FindQuery } from './findCells.ts'

const WORDS = { months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '), yes: 'Yes', no: 'No' }
const field = (key: string, type: FieldType): Field => ({
  id: key,
  key,
  ordinal: 2,
  name: key,
  type,
  unit: null,
  options: [{ id: 'gas_oil', label: 'Gas oil' }],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})
const FIELDS = [field('name', 'text'), field('amount', 'number'), field('month', 'month'), field('fuel', 'option')]
const CELLS: Record<string, CellValue[]> = {
  a: ['Kiln 1', 1204.5, '2025-03', 'gas_oil'],
  b: ['kiln (old)', -5, '2025-12', null],
  c: ['1.2', null, 'soon', 'coal'],
}

function find(text: string, more: Partial<FindQuery> = {}): string[] {
  const steps = findCells(
    { text, matchCase: false, wholeCell: false, ...more },
    {
      rows: Object.keys(CELLS),
      fields: FIELDS,
      value: (row, key) => CELLS[row]![FIELDS.findIndex((one) => one.key === key)]!,
      words: WORDS,
    },
  )
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      return step.value.map(({ row, key }) => `${row}.${key}`)
    }
  }
}

test('a text is found as it is shown and as it is copied, row by row', () => {
  expect(find('kiln')).toEqual(['a.name', 'b.name'])
  expect([find('1204'), find('1 204'), find('-5'), find('1.2')]).toEqual([
    ['a.amount'],
    ['a.amount'],
    ['b.amount'],
    ['c.name'],
  ])
  expect([find('Mar 2025'), find('2025-03'), find('gas oil'), find('gas_oil')]).toEqual([
    ['a.month'],
    ['a.month'],
    ['a.fuel'],
    [],
  ])
})

test('capitals and whole cells count when that is wanted', () => {
  expect([
    find('kiln', { matchCase: true }),
    find('kiln 1', { wholeCell: true }),
    find('kiln', { wholeCell: true }),
  ]).toEqual([['b.name'], ['a.name'], []])
})

test.each<[string, string, string, Partial<FindQuery>, string | null]>([
  ['every place in the cell', 'kiln, KILN', 'dryer', { text: 'kiln' }, 'dryer, dryer'],
  ['what is typed and no pattern', 'a (b)', '$&', { text: '(b)' }, 'a $&'],
  ['only these capitals', 'Kiln kiln', 'x', { text: 'kiln', matchCase: true }, 'Kiln x'],
  ['a whole cell', 'kiln', 'x', { text: 'KILN', wholeCell: true }, 'x'],
  ['nothing when it is not in there', 'oven', 'x', { text: 'kiln' }, null],
])('replacing replaces %s', (_, text, replacement, more, expected) => {
  expect(replacedText({ text: '', matchCase: false, wholeCell: false, ...more }, text, replacement)).toBe(expected)
})
