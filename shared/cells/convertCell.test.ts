import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIELD_TYPES, type FieldType } from '#shared/fields/field.ts'
import { retypeRefusal, retypeTargets } from '#shared/fields/retype.ts'
import { typeProblem } from './cellProblem.ts'
import type { CellValue } from './cellValue.ts'
import { cellConverter, readingOf, scaleBetween, type CellMeaning, type TextReading } from './convertCell.ts'

const CHOICES = [
  { id: 'a', label: 'Measured' },
  { id: 'b', label: '42' },
]
const PLAIN: TextReading = { decimals: 'point', dates: 'day-first' }

const meaning = (type: FieldType, unit: string | null = null): CellMeaning => ({
  type,
  unit,
  options: type === 'option' || type === 'options' ? CHOICES : [],
})

test.each<[FieldType, FieldType, CellValue, CellValue]>([
  ['text', 'number', '1,204.5', 1204.5],
  ['text', 'number', '(3)', -3],
  ['text', 'number', '1.234,5', 1234.5],
  ['text', 'number', 'n/a', 'n/a'],
  ['text', 'date', '2025-03-31', '2025-03-31'],
  ['text', 'date', '01/02/2025', '2025-02-01'],
  ['text', 'month', 'Mar 2025', '2025-03'],
  ['text', 'boolean', 'نعم', true],
  ['text', 'option', 'MEASURED', 'a'],
  ['text', 'option', 'guess', 'guess'],
  ['number', 'text', 0.1, '0.1'],
  ['number', 'option', 42, 'b'],
  ['number', 'option', 7, '7'],
  ['option', 'text', 'a', 'Measured'],
  ['option', 'number', 'b', 42],
  ['option', 'number', 'a', 'Measured'],
  ['boolean', 'text', true, 'Yes'],
  ['date', 'text', '2025-03-31', '2025-03-31'],
  ['text', 'options', 'measured; guess', ['a', 'guess']],
  ['text', 'options', 'guess', 'guess'],
  ['long_text', 'options', 'Measured\n42', ['a', 'b']],
  ['option', 'options', 'a', ['a']],
  ['option', 'options', 'guess', 'guess'],
  ['options', 'option', ['b'], 'b'],
  ['options', 'option', ['a', 'b'], 'Measured, 42'],
  ['options', 'option', 'guess', 'guess'],
  ['options', 'text', ['a', 'guess', 'b'], 'Measured, guess, 42'],
  ['options', 'long_text', ['a'], 'Measured'],
  ['long_text', 'text', 'one\ntwo', 'one\ntwo'],
  ['text', 'long_text', 'one\r\ntwo', 'one\ntwo'],
  ['number', 'text', null, null],
])('%s to %s: %j is %j', (from, to, value, expected) => {
  expect(cellConverter(meaning(from), meaning(to), PLAIN)(value)).toEqual(expected)
})

test('[GOTCHA 28] a unit in a text is converted into the unit of the field, any other unit stays as it is written', () => {
  const convert = cellConverter(meaning('text'), meaning('number', 'kWh'), PLAIN)
  expect(['1.2 MWh', '5 kWh', '5 L', '5 %'].map(convert)).toEqual([1200, 5, '5 L', 0.05])
  expect(['1.005 MWh', '0.29 MWh'].map(convert)).toEqual([1005, 290])
  expect(cellConverter(meaning('number', 'MWh'), meaning('number', 'kWh'), PLAIN)(1.005)).toBe(1005)
  expect(scaleBetween('kWh', 'MWh')(5000)).toBe(5)
  expect(scaleBetween('MWh', 'kWh')(1.005)).toBe(1005)
  expect(cellConverter(meaning('number', 'kWh'), meaning('number', 'MWh'), PLAIN)('n/a')).toBe('n/a')
})

test('a text that could be two things is read as the others of its column are, and stays a text when none of them tells', () => {
  const numbers = (texts: string[]) =>
    texts.map(cellConverter(meaning('text'), meaning('number'), readingOf(texts, 'number')))
  expect(numbers(['1.234', '5'])).toEqual(['1.234', 5])
  expect(numbers(['1.234', '5,5'])).toEqual([1234, 5.5])
  expect(numbers(['1.234', '5.55'])).toEqual([1.234, 5.55])
  const dates = (texts: string[]) =>
    texts.map(cellConverter(meaning('text'), meaning('date'), readingOf(texts, 'date')))
  expect(dates(['01/02/2025', '2025-03-01'])).toEqual(['01/02/2025', '2025-03-01'])
  expect(dates(['01/02/2025', '01/13/2025'])).toEqual(['2025-01-02', '2025-01-13'])
  expect(dates(['01/02/2025', '13/02/2025'])).toEqual(['2025-02-01', '2025-02-13'])
})

test('numbers and texts of them are the same number, there and back', () => {
  const [there, back] = [
    cellConverter(meaning('number'), meaning('text'), PLAIN),
    cellConverter(meaning('text'), meaning('number'), PLAIN),
  ]
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => back(there(n)) === n))
})

test('what does not fit is kept and marked, whatever becomes whatever: nothing is lost', () => {
  const values = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
  for (const from of FIELD_TYPES) {
    for (const to of retypeTargets(from)) {
      const convert = cellConverter(meaning(from), meaning(to), PLAIN)
      fc.assert(
        fc.property(values, (value) => {
          const after = convert(value)
          const isEmpty = typeof value === 'string' && value.trim() === ''
          const problem = typeProblem({ name: 'x', ...meaning(to) }, after)
          // a list of which one part is a choice stays a list: what is none of them is in it as it was written
          const isKept = typeof after === 'string' || (Array.isArray(after) && after.every((part) => part !== ''))
          return (after !== null || isEmpty) && (problem === null || isKept)
        }),
        { examples: [['!,A'], ['Measured; guess']] },
      )
    }
  }
})

test('a type that nobody has thought of does not become another, and says why', () => {
  const unknown = 'hologram' as FieldType
  expect(retypeTargets(unknown)).toEqual([])
  expect(retypeRefusal(unknown, 'text')).toBe(
    'Cells of type hologram do not become text. Add a column of that type instead.',
  )
  expect(retypeRefusal('text', unknown)).not.toBe(null)
  expect(retypeRefusal('date', 'number')).toMatch(/Make the field a text first/)
  expect(retypeRefusal('formula', 'number')).toMatch(/computed/)
  expect(retypeRefusal('number', 'number')).toBe(null)
})
