import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { FieldType } from '#shared/fields/field.ts'
import { continueSeries } from './series.ts'

const on = (type: FieldType, values: CellValue[], count = 2): CellValue[] => continueSeries({ type, values }, count)
const back = (type: FieldType, values: CellValue[], count = 2): CellValue[] =>
  continueSeries({ type, values }, count, { isReversed: true })

test.each<[string, CellValue[], CellValue[]]>([
  ['one number is repeated', [7], [7, 7]],
  ['two numbers go on', [1, 3], [5, 7]],
  ['fractions stay clean', [0.1, 0.2], [0.3, 0.4]],
  ['several go on along their line', [1, 2, 4], [5.33333333333, 6.83333333333]],
  ['falling', [10, 5], [0, -5]],
  ['a gap is a pattern', [1, null], [1, null]],
  ['a text among numbers is a pattern', [1, 'n/a'], [1, 'n/a']],
])('numbers: %s', (_, values, expected) => {
  expect(on('number', values)).toEqual(expected)
})

test.each<[string, CellValue[], CellValue[]]>([
  ['one date goes on by a day', ['2024-02-28'], ['2024-02-29', '2024-03-01']],
  ['two dates by their distance', ['2025-01-01', '2025-01-08'], ['2025-01-15', '2025-01-22']],
  ['the same day of two months by a month', ['2025-01-31', '2025-02-31'].slice(0, 1), ['2025-02-01', '2025-02-02']],
  ['by months, to the end of short ones', ['2024-12-31', '2025-01-31'], ['2025-02-28', '2025-03-31']],
  ['by years', ['2023-06-30', '2024-06-30'], ['2025-06-30', '2026-06-30']],
  ['the same date twice stays', ['2025-01-01', '2025-01-01'], ['2025-01-01', '2025-01-01']],
  ['no date is a pattern', ['soon'], ['soon', 'soon']],
])('dates: %s', (_, values, expected) => {
  expect(on('date', values)).toEqual(expected)
})

test.each<[string, CellValue[], CellValue[]]>([
  ['over the end of the year', ['2025-11'], ['2025-12', '2026-01']],
  ['by quarters', ['2025-01', '2025-04'], ['2025-07', '2025-10']],
  ['backwards', ['2025-03', '2025-02'], ['2025-01', '2024-12']],
])('months: %s', (_, values, expected) => {
  expect(on('month', values)).toEqual(expected)
})

test.each<[string, CellValue[], CellValue[]]>([
  ['a number at the end counts', ['Item 1'], ['Item 2', 'Item 3']],
  ['zeros in front stay', ['007'], ['008', '009']],
  ['by their distance', ['Kiln 2', 'Kiln 4'], ['Kiln 6', 'Kiln 8']],
  ['other names are a pattern', ['Kiln 1', 'Boiler 2'], ['Kiln 1', 'Boiler 2']],
  ['no number is a pattern', ['gas', 'oil', 'coal'], ['gas', 'oil']],
])('texts: %s', (_, values, expected) => {
  expect(on('text', values)).toEqual(expected)
})

test('against the direction a series goes on before its first value', () => {
  expect([back('number', [3, 5]), back('month', ['2025-01']), back('date', ['2025-03-01'])]).toEqual([
    [1, -1],
    ['2024-12', '2024-11'],
    ['2025-02-28', '2025-02-27'],
  ])
  expect([back('text', ['Item 2'], 3), back('option', ['a', 'b'], 3)]).toEqual([
    ['Item 1', 'Item 0', 'Item 0'],
    ['b', 'a', 'b'],
  ])
})

test('yes and no, options and lists are repeated, and so is everything when only copying is wanted', () => {
  expect([on('boolean', [true, false], 3), on('option', ['gas'], 1)]).toEqual([[true, false, true], ['gas']])
  expect(continueSeries({ type: 'month', values: ['2025-01', '2025-02'] }, 3, { isCopy: true })).toEqual([
    '2025-01',
    '2025-02',
    '2025-01',
  ])
})

test('what goes on from a part of a straight line is the rest of it, in both directions', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      (first, step, known, count) => {
        const at = (i: number): number => first + step * i + 0
        const values = Array.from({ length: known }, (_, i) => at(i))
        expect(on('number', values, count)).toEqual(Array.from({ length: count }, (_, i) => at(known + i)))
        expect(back('number', values, count)).toEqual(Array.from({ length: count }, (_, i) => at(-1 - i)))
      },
    ),
  )
})

const month = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
const day = (index: number): string => new Date(Date.UTC(2000, 0, 1) + index * 86_400_000).toISOString().slice(0, 10)

test.each<[FieldType, string, (index: number) => CellValue]>([
  ['month', 'months by any distance', (index) => month(24_000 + index)],
  ['date', 'days by any distance', day],
  ['text', 'numbers at the end of a text', (index) => `Kiln ${2000 + index}`],
])('of type %s, %s: what goes on is the rest of the line, and back again is where it came from', (type, _, at) => {
  fc.assert(
    fc.property(
      fc.integer({ min: -900, max: 900 }),
      // below a month: days that are months apart go on by months
      fc.integer({ min: 1, max: 27 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      (first, step, known, count) => {
        const line = (from: number, length: number): CellValue[] =>
          Array.from({ length }, (__, i) => at(first + step * (from + i)))
        const further = line(known, count)
        expect(on(type, line(0, known), count)).toEqual(further)
        if (count > 1) {
          expect(back(type, further, known)).toEqual(line(0, known).toReversed())
        }
      },
    ),
  )
})
